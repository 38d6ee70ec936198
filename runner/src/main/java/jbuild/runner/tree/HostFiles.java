package jbuild.runner.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Integration.Timezone;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.ResolvConf;

/** Files of the host that a machine gets: where names are looked up, and what time it is. */
public final class HostFiles {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final Path LOCALTIME = Path.of("/etc/localtime");
  private static final String ZONES = "/usr/share/zoneinfo/";

  private final ImageTree image;

  public HostFiles(ImageTree image) {
    this.image = image;
  }

  /** What is to happen, where the settings leave it to us. */
  static ResolvConf resolvConf(MachineSettings settings) {
    ResolvConf wished = settings.integration().resolvConf();
    if (wished != ResolvConf.AUTO) {
      return wished;
    }
    // A machine with a network of its own has servers of its own.
    if (settings.network().own()) {
      return ResolvConf.OFF;
    }
    return settings.files().rootIsLocked() ? ResolvConf.BIND_HOST : ResolvConf.COPY_HOST;
  }

  /** Copies the host's name servers; a link says that something in the image takes care. */
  void copyResolvConf() {
    if (Files.isRegularFile(RESOLV_CONF) && image.readLink(RESOLV_CONF.toString()).isEmpty()) {
      image.write(RESOLV_CONF.toString(), content(RESOLV_CONF), 0644, 0, 0);
    }
  }

  /** What is shown instead of copied, because the image is not to be changed. */
  public List<CustomMount.Bind> mounts(MachineSettings settings) {
    List<CustomMount.Bind> mounts = new ArrayList<>();
    if (resolvConf(settings) == ResolvConf.BIND_HOST) {
      resolvConfMount().ifPresent(mounts::add);
    }
    if (settings.integration().timezone() == Timezone.AUTO && settings.files().rootIsLocked()) {
      timezoneMount().ifPresent(mounts::add);
    }
    return List.copyOf(mounts);
  }

  /**
   * The mount that shows the host's name servers; empty when the host has none. It belongs where a
   * link leads, so that no file of the image is changed.
   */
  private Optional<CustomMount.Bind> resolvConfMount() {
    if (!Files.isRegularFile(RESOLV_CONF)) {
      return Optional.empty();
    }
    String target =
        image
            .readLink(RESOLV_CONF.toString())
            .map(link -> RESOLV_CONF.resolveSibling(link).normalize().toString())
            .orElse(RESOLV_CONF.toString());
    return Optional.of(CustomMount.Bind.of(RESOLV_CONF, target, true));
  }

  /** The same for the time zone: the host's covers that of an image which cannot be written. */
  private Optional<CustomMount.Bind> timezoneMount() {
    return image
        .readLink(LOCALTIME.toString())
        .map(link -> LOCALTIME.resolveSibling(link).normalize().toString())
        .filter(zone -> Files.isRegularFile(LOCALTIME) && image.exists(zone))
        .map(zone -> CustomMount.Bind.of(LOCALTIME, zone, true));
  }

  /** Gives the machine the host's time zone, by a link as localtime(5) wants it. */
  void linkTimezone() {
    if (!Files.isSymbolicLink(LOCALTIME)) {
      return;
    }
    String zone = LOCALTIME.resolveSibling(link()).normalize().toString();
    String relative = ".." + zone;
    if (zone.startsWith(ZONES)
        && image.exists(zone)
        && !image.readLink(LOCALTIME.toString()).equals(Optional.of(relative))) {
      image.link(LOCALTIME.toString(), relative);
    }
  }

  private static Path link() {
    try {
      return Files.readSymbolicLink(LOCALTIME);
    } catch (IOException e) {
      throw unreadable(LOCALTIME, e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Failure unreadable(Path file, IOException e) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot read the host's " + file,
        Reasons.of(e),
        "make it readable",
        List.of(),
        e);
  }
}
