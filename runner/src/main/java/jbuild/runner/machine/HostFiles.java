package jbuild.runner.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Files of the host that a machine gets: where names are looked up, and what time it is. */
final class HostFiles {
  private static final String RESOLV_CONF = "/etc/resolv.conf";
  private static final String LOCALTIME = "/etc/localtime";
  private static final String ZONES = "/usr/share/zoneinfo/";

  private final MachineTree tree;

  HostFiles(MachineTree tree) {
    this.tree = tree;
  }

  /** As --resolv-conf= of systemd-nspawn(1) does. */
  void resolvConf(ResolvConf how) {
    Path host = Path.of(RESOLV_CONF);
    if (how == ResolvConf.OFF || !Files.isRegularFile(host)) {
      return;
    }
    Optional<String> link = tree.files().readLink(RESOLV_CONF);
    if (how == ResolvConf.COPY_HOST) {
      // A link says that something in the image takes care of the file.
      if (link.isEmpty()) {
        tree.files()
            .write(RESOLV_CONF, content(host), 0644, tree.shift().host(0), tree.shift().host(0));
      }
      return;
    }
    // The mount belongs where a link leads, so that no file of the image is changed.
    String target =
        link.map(to -> Path.of("/etc").resolve(to).normalize().toString()).orElse(RESOLV_CONF);
    tree.bind(new BindMount(host, target, true));
  }

  /** Gives the machine the host's time zone, by a link as localtime(5) wants it. */
  void timezone() {
    try {
      Path host = Path.of(LOCALTIME);
      if (!Files.isSymbolicLink(host)) {
        return;
      }
      String zone = host.resolveSibling(Files.readSymbolicLink(host)).normalize().toString();
      boolean known = zone.startsWith(ZONES) && tree.files().exists(zone);
      String link = ".." + zone;
      if (known && !tree.files().readLink(LOCALTIME).equals(Optional.of(link))) {
        tree.files().link(LOCALTIME, link);
      }
    } catch (IOException e) {
      throw unreadable(LOCALTIME, e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static Failure unreadable(String file, IOException e) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot read the host's " + file,
        String.valueOf(e.getMessage()),
        "make it readable",
        List.of(),
        e);
  }
}
