package jbuild.runner.nspawn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.linux.Capability;

/** What holds before any option is read. */
public enum Preset {
  /** The defaults of systemd-nspawn. */
  NSPAWN,
  /** The same, but a pair of devices leads to other hosts. */
  RUN,
  /**
   * Those of systemd-nspawn@.service, and less of the kernel. Where we must not make links, as in
   * most containers, the machine has the network that we have.
   */
  BOOT;

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path USER_NAMESPACES = Path.of("/proc/self/ns/user");

  /**
   * Where parts of /proc are covered, as they are in containers, the kernel mounts none for users
   * of other namespaces: they would see what was covered. See mount_too_revealing() in the kernel.
   */
  private static boolean seesAllOfProc() {
    try {
      for (String line : Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1)) {
        String point = line.split(" ", 6)[4];
        // This one is on a directory that is made to be mounted on.
        if (point.startsWith("/proc/") && !point.equals("/proc/sys/fs/binfmt_misc")) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing in it counts as given: settings files can say otherwise. */
  public Draft draft(Surroundings here) {
    Draft draft = new Draft(here);
    if (this != NSPAWN) {
      draft.network.usuallyHasUplink();
    }
    if (this == BOOT) {
      draft.preset("boot", "");
      draft.preset("settings", "override");
      draft.preset("link-journal", "try-guest");
      if (Capability.ofThisProcess().contains(Capability.NET_ADMIN)) {
        draft.preset("network-veth", "");
      }
      if (Files.exists(USER_NAMESPACES) && seesAllOfProc()) {
        draft.preset("private-users", "pick");
        draft.preset("private-users-ownership", "map");
      }
      draft.security.beStrict();
    }
    return draft;
  }
}
