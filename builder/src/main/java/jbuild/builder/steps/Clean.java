package jbuild.builder.steps;

import java.nio.charset.StandardCharsets;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Startup;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileStatus;

/**
 * Takes away what belongs to this build, or must differ between machines made from one image.
 *
 * @param kept files that the recipe wants in the image, wherever they are
 * @param startup says what identity machines have
 */
public record Clean(List<String> kept, Startup startup) implements Step {
  private static final String MACHINE_ID = "/etc/machine-id";
  private static final String FIRST_BOOT = "/etc/systemd/system/systemd-firstboot.service";
  private static final String DBUS_MACHINE_ID = "/var/lib/dbus/machine-id";
  private static final String RESOLVER = "/etc/resolv.conf";
  private static final int READ_ONLY = 0444;

  private static final List<String> EMPTY_DIRECTORIES =
      List.of(
          "/tmp",
          "/var/tmp",
          "/var/log/apt",
          "/var/lib/apt/lists",
          "/var/cache/apt",
          "/var/cache/dnf",
          "/var/cache/libdnf5",
          "/var/cache/zypp",
          "/var/cache/ldconfig");

  private static final List<String> FILES =
      List.of(
          "/var/lib/systemd/random-seed",
          "/var/lib/systemd/credential.secret",
          "/var/log/alternatives.log",
          "/var/log/bootstrap.log",
          "/var/log/dpkg.log",
          "/var/log/dnf.log",
          "/var/log/dnf.librepo.log",
          "/var/log/dnf.rpm.log",
          "/var/log/dnf5.log",
          "/var/log/hawkey.log",
          "/var/log/zypper.log",
          "/var/log/zypp/history",
          "/var/lib/zypp/AnonymousUniqueId",
          "/var/cache/debconf/config.dat-old",
          "/var/cache/debconf/templates.dat-old",
          "/var/lib/dpkg/diversions-old",
          "/var/lib/dpkg/status-old",
          "/var/lib/dpkg/statoverride-old",
          "/debootstrap");

  public Clean {
    kept = List.copyOf(kept);
  }

  @Override
  public String name() {
    return "clean up";
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      EMPTY_DIRECTORIES.stream().filter(this::isOurs).forEach(path -> empty(tree, path));
      FILES.stream().filter(this::isOurs).forEach(tree::remove);
      // The host's servers; a link is how a resolver of the image has its own.
      if (isOurs(RESOLVER) && tree.readLink(RESOLVER).isEmpty()) {
        tree.remove(RESOLVER);
      }
      if (isOurs(MACHINE_ID)) {
        resetMachineId(tree);
      }
      if (startup.machineId().isOfFirstBoot() && !startup.prompts() && isOurs(FIRST_BOOT)) {
        // Otherwise the first start waits at the console until somebody answers.
        tree.link(FIRST_BOOT, "/dev/null");
      }
    }
  }

  private boolean isOurs(String path) {
    return kept.stream().noneMatch(file -> file.equals(path) || file.startsWith(path + "/"));
  }

  /** A directory in whose place the image has something else stays as it is. */
  private static void empty(ImageTree tree, String directory) {
    if (tree.exists(directory) && tree.readLink(directory).isEmpty()) {
      FileStatus status = tree.status(directory);
      if (status.isDirectory()) {
        tree.remove(directory);
        tree.directory(directory, status.mode(), (int) status.uid(), (int) status.gid());
      }
    }
  }

  private void resetMachineId(ImageTree tree) {
    byte[] content = startup.machineId().content().getBytes(StandardCharsets.US_ASCII);
    tree.write(MACHINE_ID, content, READ_ONLY, 0, 0);
    if (tree.exists(DBUS_MACHINE_ID)) {
      tree.link(DBUS_MACHINE_ID, MACHINE_ID);
    }
  }
}
