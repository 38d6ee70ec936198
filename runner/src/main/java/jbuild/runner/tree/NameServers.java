package jbuild.runner.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileType;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.ResolvConf;
import jbuild.runner.settings.ResolvConf.Origin;
import jbuild.runner.settings.ResolvConf.Way;

/**
 * A machine's /etc/resolv.conf: where it looks names up; see systemd-nspawn(1), --resolv-conf=.
 *
 * <p>A machine starts without it as well: what is in the way is told, and is no failure.
 */
final class NameServers {
  static final String FILE = "/etc/resolv.conf";

  /** 127.0.0.53:53, as /proc/net/udp writes it on a machine whose numbers begin with the lowest. */
  private static final String STUB = ": 3500007F:0035 ";

  private final Way way;
  private final Path source;
  private final boolean ofNetwork;
  private final boolean locked;
  private final Notices notices;

  private NameServers(Way way, Path source, boolean ofNetwork, boolean locked, Notices notices) {
    this.way = way;
    this.source = source;
    this.ofNetwork = ofNetwork;
    this.locked = locked;
    this.notices = notices;
  }

  static NameServers of(
      MachineSettings settings, Path host, Optional<Path> servers, Notices notices) {
    boolean locked = settings.files().rootIsLocked();
    ResolvConf wished = settings.integration().resolvConf();
    if (wished == ResolvConf.AUTO && servers.isPresent()) {
      return new NameServers(locked ? Way.BIND : Way.COPY, servers.get(), true, locked, notices);
    }
    ResolvConf mode = wished == ResolvConf.AUTO ? fitting(settings, host, locked) : wished;
    return new NameServers(mode.way(), host.resolve(mode.origin().path()), false, locked, notices);
  }

  private static ResolvConf fitting(MachineSettings settings, Path host, boolean locked) {
    // A machine with a network of its own has servers of its own.
    if (settings.network().own()) {
      return ResolvConf.OFF;
    }
    if (Files.exists(host.resolve(Origin.STUB.path())) && stubListens(host)) {
      return locked ? ResolvConf.BIND_STUB : ResolvConf.COPY_STUB;
    }
    if (Files.exists(host.resolve(Origin.HOST.path()))) {
      return locked ? ResolvConf.BIND_HOST : ResolvConf.COPY_HOST;
    }
    return locked ? ResolvConf.OFF : ResolvConf.DELETE;
  }

  private static boolean stubListens(Path host) {
    try {
      List<String> sockets = Files.readAllLines(host.resolve("proc/net/udp"));
      for (String socket : sockets) {
        if (socket.contains(STUB)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      // A kernel that does not say it: the file of the host is right as well.
      return false;
    }
  }

  /** Changes what is to be changed in the image itself. */
  void prepare(ImageTree image) {
    // Into an image that cannot be written nothing is written, and nobody complains.
    if (locked || way == Way.NONE || way == Way.BIND) {
      return;
    }
    try {
      if (way == Way.DELETE) {
        image.removeFile(FILE);
      } else {
        write(image);
      }
    } catch (Failure failure) {
      notices.warn(failure.getMessage());
    }
  }

  private void write(ImageTree image) {
    if (way == Way.COPY) {
      FileType there = image.type(FILE).orElse(FileType.REGULAR);
      if (there == FileType.LINK) {
        return;
      }
      if (there != FileType.REGULAR) {
        notices.warn("cannot write " + FILE + " in the machine: it is " + there);
        return;
      }
    }
    HostFiles.copy(source, image, FILE);
  }

  /** Shows what is shown instead of written. */
  void mount(MachineTree tree) {
    // As with a copy, a link is left to whoever has made it in the image.
    boolean kept = ofNetwork && tree.files().readLink(FILE).isPresent();
    if (way == Way.BIND && !kept) {
      try {
        tree.coverWithData(source, FILE);
      } catch (Failure failure) {
        notices.warn(failure.getMessage());
      }
    }
  }
}
