package jbuild.runner.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.Integration.Timezone;
import jbuild.runner.settings.MachineSettings;

/**
 * A machine's /etc/localtime: what time it is there; see systemd-nspawn(1), --timezone=.
 *
 * <p>A machine starts without it as well: what is in the way is told, and is no failure.
 */
final class LocalTime {
  static final String FILE = "/etc/localtime";
  private static final String ZONES = "/usr/share/zoneinfo/";

  private final Timezone mode;
  private final Path source;
  private final boolean locked;
  private final Notices notices;

  private LocalTime(Timezone mode, Path source, boolean locked, Notices notices) {
    this.mode = mode;
    this.source = source;
    this.locked = locked;
    this.notices = notices;
  }

  static LocalTime of(MachineSettings settings, Path host, Notices notices) {
    boolean locked = settings.files().rootIsLocked();
    Path source = host.resolve("etc/localtime");
    Timezone wished = settings.integration().timezone();
    Timezone mode = wished == Timezone.AUTO ? fitting(source, locked) : wished;
    return new LocalTime(mode, source, locked, notices);
  }

  private static Timezone fitting(Path source, boolean locked) {
    if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      return locked ? Timezone.OFF : Timezone.DELETE;
    }
    if (locked) {
      return Timezone.BIND;
    }
    return Files.isSymbolicLink(source) ? Timezone.SYMLINK : Timezone.COPY;
  }

  /** Changes what is to be changed in the image itself. */
  void prepare(ImageTree image) {
    if (locked) {
      return;
    }
    try {
      switch (mode) {
        case DELETE -> image.removeFile(FILE);
        case COPY -> HostFiles.copy(source, image, FILE);
        case SYMLINK -> link(image);
        case OFF, BIND, AUTO -> {
          // The image stays as it is.
        }
      }
    } catch (Failure failure) {
      notices.warn(failure.getMessage());
    }
  }

  /** By a relative link, as localtime(5) wants it. */
  private void link(ImageTree image) {
    Optional<String> zone = hostZone();
    Optional<String> link = image.readLink(FILE);
    if (zone.isEmpty() || link.isPresent() && zone.equals(zone(link.get()))) {
      return;
    }
    if (image.exists(ZONES + zone.get())) {
      image.link(FILE, ".." + ZONES + zone.get());
    } else {
      // It has not this zone, but it can have its rules.
      HostFiles.copy(source, image, FILE);
    }
  }

  private Optional<String> hostZone() {
    try {
      Optional<String> zone = zone(Files.readSymbolicLink(source).toString());
      if (zone.isEmpty()) {
        notices.warn(
            "the machine's time zone stays as it is: the host's "
                + FILE
                + " does not lead to "
                + ZONES);
      }
      return zone;
    } catch (IOException e) {
      notices.warn(
          "the machine's time zone stays as it is: cannot read the host's link "
              + FILE
              + ": "
              + Reasons.of(e));
      return Optional.empty();
    }
  }

  private static Optional<String> zone(String link) {
    String path = link.startsWith("..") ? link.substring(2) : link;
    return path.startsWith(ZONES) ? Optional.of(path.substring(ZONES.length())) : Optional.empty();
  }

  /** Shows what is shown instead of written. It covers what the machine's link leads to. */
  void mount(MachineTree tree) {
    if (mode == Timezone.BIND) {
      try {
        tree.bindData(source, FILE);
      } catch (Failure failure) {
        notices.warn(failure.getMessage());
      }
    }
  }
}
