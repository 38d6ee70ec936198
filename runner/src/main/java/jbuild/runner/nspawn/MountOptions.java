package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Section.MOUNTS;

import java.util.List;

/** Options that say what the machine sees on top of its image. */
final class MountOptions {
  private MountOptions() {}

  static void addTo(List<Option> all) {
    add(
        all,
        "bind",
        "PATH[:PATH[:OPTIONS]]",
        "Bind",
        "Show a file or directory of the host in the machine");
    add(all, "bind-ro", "PATH[:PATH[:OPTIONS]]", "BindReadOnly", "The same, but read-only inside");
    add(all, "inaccessible", "PATH", "Inaccessible", "Let nobody in the machine open this path");
    add(
        all,
        "tmpfs",
        "PATH[:OPTIONS]",
        "TemporaryFileSystem",
        "Show an empty directory in memory in the machine");
    add(
        all,
        "overlay",
        "PATH[:PATH...]:PATH",
        "Overlay",
        "Show several directories as one; the last but one takes what is written");
    add(
        all,
        "overlay-ro",
        "PATH[:PATH...]:PATH",
        "OverlayReadOnly",
        "The same, but read-only inside");
    all.add(
        Option.value(
            MOUNTS,
            "bind-user",
            "NAME",
            Group.BOUND_USERS,
            Key.files("BindUser").trusted(),
            "Give the machine a user of the host, with the home directory"));
    all.add(
        Option.value(
            MOUNTS,
            "bind-user-shell",
            "BOOLEAN|PATH",
            Group.BOUND_USERS,
            Key.files("BindUserShell").trusted(),
            "The login shell of such users"));
    all.add(
        Option.value(
            MOUNTS,
            "bind-user-group",
            "GROUP",
            Group.BOUND_USERS,
            Key.NONE,
            "A further group of such users"));
  }

  private static void add(
      List<Option> all, String name, String placeholder, String key, String help) {
    all.add(Option.value(MOUNTS, name, placeholder, Group.MOUNTS, Key.files(key).trusted(), help));
  }
}
