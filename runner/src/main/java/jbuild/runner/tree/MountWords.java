package jbuild.runner.tree;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.runner.linux.MountFlag;

/**
 * Options as mount(8) takes them: some are the mount's, the others are the file system's.
 *
 * @param recursive of a bind mount, whether what is mounted below is shown too
 */
record MountWords(Set<MountFlag> flags, Map<String, String> options, boolean recursive) {
  /** Propagation means nothing here: no mount of a machine appears anywhere else. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "defaults",
          "rbind",
          "private",
          "rprivate",
          "slave",
          "rslave",
          "shared",
          "rshared",
          "unbindable",
          "runbindable",
          "relatime",
          "atime",
          "norelatime",
          "nostrictatime",
          "async",
          "loud",
          "nomand",
          "noiversion");

  static MountWords of(List<String> words) {
    Set<MountFlag> flags = EnumSet.noneOf(MountFlag.class);
    Map<String, String> options = new LinkedHashMap<>();
    boolean bind = false;
    for (String word : words) {
      bind |= word.equals("bind");
      if (!word.isEmpty() && !WITHOUT_EFFECT.contains(word) && !isFlag(word, flags)) {
        int equals = word.indexOf('=');
        options.put(
            equals < 0 ? word : word.substring(0, equals),
            equals < 0 ? "" : word.substring(equals + 1));
      }
    }
    return new MountWords(flags, options, !bind || words.contains("rbind"));
  }

  private static boolean isFlag(String word, Set<MountFlag> flags) {
    switch (word) {
      case "ro", "rro" -> flags.add(MountFlag.READ_ONLY);
      case "nosuid", "rnosuid" -> flags.add(MountFlag.NOSUID);
      case "nodev", "rnodev" -> flags.add(MountFlag.NODEV);
      case "noexec", "rnoexec" -> flags.add(MountFlag.NOEXEC);
      case "noatime" -> flags.add(MountFlag.NOATIME);
      case "nodiratime" -> flags.add(MountFlag.NODIRATIME);
      case "strictatime" -> flags.add(MountFlag.STRICTATIME);
      case "rw" -> flags.remove(MountFlag.READ_ONLY);
      case "suid" -> flags.remove(MountFlag.NOSUID);
      case "dev" -> flags.remove(MountFlag.NODEV);
      case "exec" -> flags.remove(MountFlag.NOEXEC);
      case "diratime" -> flags.remove(MountFlag.NODIRATIME);
      case "bind" -> {
        return true;
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
