package jbuild.runner.tree;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;

/**
 * What mount(8) calls the options of a tmpfs: some are the mount's, the others are the file
 * system's, see tmpfs(5).
 */
record TmpfsOptions(Set<MountFlag> flags, Map<String, String> options) {
  /**
   * Reads them as systemd-nspawn does. Without any the machine's root owns the directory and only
   * it can write there.
   */
  static TmpfsOptions parse(String text, Shift shift) {
    Set<MountFlag> flags = EnumSet.of(MountFlag.NODEV, MountFlag.STRICTATIME);
    Map<String, String> options = new LinkedHashMap<>();
    if (text.isEmpty()) {
      options.put("mode", "755");
    }
    for (String word : text.split(",")) {
      if (!word.isEmpty() && !isFlag(word, flags)) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        options.put(key, isOwner(key) ? onHost(word, value, shift) : value);
      }
    }
    if (flags.contains(MountFlag.READ_ONLY)) {
      options.put("ro", "");
    }
    if (shift.base() != 0) {
      options.putIfAbsent("uid", Long.toString(shift.base()));
      options.putIfAbsent("gid", Long.toString(shift.base()));
    }
    return new TmpfsOptions(flags, options);
  }

  private static boolean isFlag(String word, Set<MountFlag> flags) {
    switch (word) {
      case "ro" -> flags.add(MountFlag.READ_ONLY);
      case "rw" -> flags.remove(MountFlag.READ_ONLY);
      case "nosuid" -> flags.add(MountFlag.NOSUID);
      case "suid" -> flags.remove(MountFlag.NOSUID);
      case "nodev" -> flags.add(MountFlag.NODEV);
      case "dev" -> flags.remove(MountFlag.NODEV);
      case "noexec" -> flags.add(MountFlag.NOEXEC);
      case "exec" -> flags.remove(MountFlag.NOEXEC);
      case "nodiratime" -> flags.add(MountFlag.NODIRATIME);
      case "diratime" -> flags.remove(MountFlag.NODIRATIME);
      case "strictatime" -> accessTimes(flags, MountFlag.STRICTATIME);
      case "noatime" -> accessTimes(flags, MountFlag.NOATIME);
      case "relatime", "atime", "nostrictatime" -> {
        flags.remove(MountFlag.STRICTATIME);
        flags.remove(MountFlag.NOATIME);
      }
      case "defaults" -> {
        return true;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void accessTimes(Set<MountFlag> flags, MountFlag chosen) {
    flags.remove(MountFlag.STRICTATIME);
    flags.remove(MountFlag.NOATIME);
    flags.add(chosen);
  }

  private static boolean isOwner(String key) {
    return key.equals("uid") || key.equals("gid");
  }

  private static String onHost(String word, String value, Shift shift) {
    try {
      return Long.toString(shift.base() + Integer.parseUnsignedInt(value));
    } catch (NumberFormatException e) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot make a tmpfs file system with " + word,
          "'" + value + "' is not the number of a user or group",
          "write a number");
    }
  }

  /** The file system, not mounted anywhere yet. */
  Fd make() {
    return Mounts.create("tmpfs", options, flags);
  }
}
