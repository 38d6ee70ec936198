package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All options of systemd-nspawn(1). */
public final class Options {
  private static final class Holder {
    static final List<Option> ALL = collect();
    static final List<Option> KNOWN = collectKnown();
  }

  private Options() {}

  /** In the order of its own help. */
  public static List<Option> all() {
    return Holder.ALL;
  }

  /** These, and those that systemd-nspawn has not. */
  public static List<Option> known() {
    return Holder.KNOWN;
  }

  /** The option of this name. */
  public static Option of(String name) {
    for (Option option : known()) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    throw new IllegalArgumentException("no option: " + name);
  }

  private static List<Option> collectKnown() {
    List<Option> known = new ArrayList<>(Holder.ALL);
    OwnOptions.addTo(known);
    return Collections.unmodifiableList(known);
  }

  private static List<Option> collect() {
    List<Option> all = new ArrayList<>();
    GenericOptions.addTo(all);
    ImageOptions.addTo(all);
    ExecutionOptions.addTo(all);
    UsersOptions.addTo(all);
    NetworkOptions.addTo(all);
    SecurityOptions.addTo(all);
    IntegrationOptions.addTo(all);
    MountOptions.addTo(all);
    return Collections.unmodifiableList(all);
  }
}
