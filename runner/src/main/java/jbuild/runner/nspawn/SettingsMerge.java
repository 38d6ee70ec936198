package jbuild.runner.nspawn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.image.VersionedPath;

/** Adds to a draft what the machine's settings file says, as far as it may. */
public final class SettingsMerge {
  private static final Set<Group> CAPABILITIES = EnumSet.of(Group.CAPABILITIES, Group.AMBIENT);

  /** All that a recipe can say: a file that looks like one of a recipe may say no more. */
  private static final Set<String> OF_RECIPES =
      Set.of(
          "private-network",
          "network-veth",
          "network-zone",
          "port",
          "network-address",
          "network-dns");

  private final Draft draft;
  private final SettingsFile file;
  private final boolean trusted;
  private final boolean override;

  /** Groups that the command line has said all of. */
  private final Set<Group> masked = EnumSet.noneOf(Group.class);

  /** Limits of the command line: each masks only itself. */
  private final Set<String> limited;

  private final Set<Group> begun = EnumSet.noneOf(Group.class);
  private final Set<String> refused = new LinkedHashSet<>();

  /**
   * What has come of it.
   *
   * @param words the command, or the arguments of the init
   * @param warnings what the file says in vain, a line each
   */
  public record Result(List<String> words, List<String> warnings) {
    public Result {
      words = List.copyOf(words);
      warnings = List.copyOf(warnings);
    }
  }

  private SettingsMerge(Draft draft, SettingsFile file, boolean command) {
    this.draft = draft;
    this.file = file;
    this.trusted = file.trusted() || draft.settingsMode() == SettingsMode.TRUSTED;
    // What came with an image must not take back what somebody has typed.
    // Nor must a recipe, which says what machines have unless somebody types something else.
    this.override = draft.settingsMode() == SettingsMode.OVERRIDE && file.trusted();
    this.limited = override ? Set.of() : draft.execution.limited();
    if (!override) {
      for (Group group : Group.values()) {
        if (draft.isSet(group)) {
          masked.addAll(CAPABILITIES.contains(group) ? CAPABILITIES : Set.of(group));
        }
      }
      // They are looked at one by one.
      masked.remove(Group.LIMITS);
      if (draft.settingsMode() == SettingsMode.OVERRIDE) {
        // An image can only forbid more of them.
        masked.remove(Group.SYSTEM_CALLS);
      }
    }
    if (masked.contains(Group.NETWORK)) {
      // What leads out of another network says nothing of this one.
      masked.add(Group.UPLINK);
      if (draft.network.hasNoPorts()) {
        masked.add(Group.PORTS);
      }
    }
    if (command) {
      masked.add(Group.START_MODE);
    }
  }

  /**
   * Looks for the file, unless the options say that there is none.
   *
   * @param words those behind the options
   */
  public static Result apply(SettingsFiles files, Draft draft, Target target, List<String> words) {
    if (draft.settingsMode() == SettingsMode.NO || draft.image.bundle().isPresent()) {
      return new Result(words, List.of());
    }
    Optional<SettingsFile> file = find(files, draft, target);
    if (file.isEmpty()) {
      return new Result(words, List.of());
    }
    return new SettingsMerge(draft, file.get(), !words.isEmpty()).merge(words);
  }

  private static Optional<SettingsFile> find(SettingsFiles files, Draft draft, Target target) {
    Optional<SettingsFile> file = files.find(target.name(), image(draft, target), draft.here);
    // What a recipe says of machines is about its image, whatever they are called.
    return file.isPresent() || !draft.frame.isOfRecipe() || target.path().getFileName() == null
        ? file
        : SettingsFiles.of(target.plainPath(), draft.here);
  }

  /**
   * Adds what an image itself says, as a settings file that came with it would.
   *
   * @param image for messages
   * @param words those behind the options, or in a file
   */
  public static Result applyOwn(Path image, byte[] text, Draft draft, List<String> words) {
    if (draft.settingsMode() == SettingsMode.NO) {
      return new Result(words, List.of());
    }
    SettingsFile file = SettingsReader.read(image, false, text, draft.here);
    return new SettingsMerge(draft, file, !words.isEmpty()).merge(words);
  }

  /** A link to an image has its settings beside itself, not beside the image. */
  private static Path image(Draft draft, Target target) {
    if (draft.image.image().isPresent()) {
      return VersionedPath.resolve(draft.image.image().get(), ".raw");
    }
    return draft.image.directory().isPresent()
        ? VersionedPath.resolve(draft.image.directory().get(), "")
        : target.path();
  }

  private Result merge(List<String> words) {
    List<FileSetting> last = new ArrayList<>();
    for (FileSetting setting : file.settings()) {
      if (setting.option().name().equals("drop-capability")) {
        // In one file, what takes a capability away is stronger than what gives it.
        last.add(setting);
      } else {
        take(setting);
      }
    }
    for (FileSetting setting : last) {
      take(setting);
    }
    if (begun.contains(Group.NETWORK) && masked.contains(Group.CAPABILITIES)) {
      // Whoever typed capabilities without a network of the machine's own did not mean this one.
      draft.security.configureNoNetwork();
    }
    List<String> warnings = new ArrayList<>(file.warnings());
    if (!refused.isEmpty() && !draft.frame.passesOverUnsafe()) {
      warnings.add(
          file.path() + ": ignoring " + String.join(", ", refused) + ": the file is not trusted");
    }
    if (draft.keepsEntrypoint() && !file.exposedPorts().isEmpty() && !draft.isSet(Group.PORTS)) {
      String port = file.exposedPorts().get(0).replaceFirst("/.*", "");
      warnings.add(
          "the image listens on "
              + String.join(", ", file.exposedPorts())
              + "; with --network-veth --port="
              + port
              + ", for example, others reach it");
    }
    boolean isCommand = masked.contains(Group.START_MODE) && !draft.isSet(Group.START_MODE);
    if (isCommand && draft.keepsEntrypoint()) {
      List<String> all = new ArrayList<>(file.entrypoint());
      all.addAll(words);
      return new Result(all, warnings);
    }
    boolean starts = file.start().isPresent() && !masked.contains(Group.START_MODE);
    if (starts) {
      start(file.start().get());
    }
    return new Result(starts ? file.parameters() : words, warnings);
  }

  private void start(SettingsFile.Start start) {
    draft.forget(Group.START_MODE);
    switch (start) {
      case PROGRAM -> draft.markSet(Group.START_MODE);
      case STUB -> draft.setFromFile(Options.of("as-pid2"), "");
      case INIT -> draft.setFromFile(Options.of("boot"), "");
    }
  }

  private void take(FileSetting setting) {
    Group group = setting.option().group();
    if (masked.contains(group) || group == Group.LIMITS && isLimited(setting.value())) {
      return;
    }
    if (!trusted && !isSafe(setting)) {
      refused.add(setting.key() + "=");
      return;
    }
    begin(group);
    if (override && setting.option().name().equals("capability")) {
      draft.security.undrop(setting.value());
    }
    if (setting.isUnset()) {
      draft.markSet(group);
    } else {
      draft.setFromFile(setting.option(), setting.value());
    }
  }

  /** What was said of the group before does not count, if the file can say all of it. */
  private void begin(Group group) {
    boolean adds = group == Group.LIMITS || CAPABILITIES.contains(group);
    // Else an image could take away what keeps it from system calls.
    boolean restricts = group == Group.SYSTEM_CALLS && !trusted;
    if (begun.add(group) && !adds && !restricts) {
      draft.forget(group);
    }
  }

  private boolean isLimited(String assignment) {
    return limited.contains(assignment.substring(0, assignment.indexOf('=')));
  }

  private boolean isSafe(FileSetting setting) {
    if (draft.frame.isOfRecipe() && OF_RECIPES.contains(setting.option().name())) {
      return true;
    }
    if (setting.option().group() == Group.SYSTEM_CALLS) {
      return setting.value().startsWith("~");
    }
    return setting.option().key().safe();
  }
}
