package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import jbuild.runner.Numbers;
import jbuild.runner.linux.Capability;

/** Capabilities as capabilities(7) names them, in any case, with commas between them. */
final class CapabilityList {
  private static final String ALL = "all";

  private CapabilityList() {}

  /** What =help prints. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      names.add(capability.manualName().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  static Set<Capability> of(String option, String text) {
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    for (String name : Fields.of(text, ",")) {
      if (name.equals(ALL)) {
        set.addAll(EnumSet.allOf(Capability.class));
      } else {
        set.add(capability(option, text, name));
      }
    }
    return set;
  }

  /** Without the word for all of them, which would be what nobody wants. */
  static Set<Capability> ambient(String option, String text) {
    if (Fields.of(text, ",").contains(ALL)) {
      throw BadValue.of(option, text, "not all of them can be ambient", "name those that must be");
    }
    return of(option, text);
  }

  private static Capability capability(String option, String text, String name) {
    OptionalLong number = Numbers.decimal(name);
    for (Capability capability : Capability.values()) {
      if (capability.manualName().equalsIgnoreCase(name)
          || number.isPresent() && number.getAsLong() == capability.number()) {
        return capability;
      }
    }
    throw BadValue.of(
        option, text, "'" + name + "' names no capability", "--" + option + "=help lists them");
  }
}
