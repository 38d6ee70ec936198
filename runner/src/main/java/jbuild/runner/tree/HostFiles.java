package jbuild.runner.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.settings.MachineSettings;

/** Files of the host that a machine gets: where names are looked up, and what time it is. */
public final class HostFiles {
  private final NameServers names;
  private final LocalTime time;

  private HostFiles(NameServers names, LocalTime time) {
    this.names = names;
    this.time = time;
  }

  /**
   * Those that such a machine gets.
   *
   * @param host the root directory of the host
   */
  public static HostFiles of(MachineSettings settings, Path host, Notices notices) {
    return of(settings, host, Optional.empty(), notices);
  }

  /**
   * The same for a machine whose network has name servers.
   *
   * @param servers a file that names them, as resolv.conf(5) has it
   */
  public static HostFiles of(
      MachineSettings settings, Path host, Optional<Path> servers, Notices notices) {
    return new HostFiles(
        NameServers.of(settings, host, servers, notices), LocalTime.of(settings, host, notices));
  }

  /** Writes into the image what it keeps. */
  void prepare(ImageTree image) {
    time.prepare(image);
    names.prepare(image);
  }

  /** Shows what is not written, because it may change on the host. */
  public void mount(MachineTree tree) {
    time.mount(tree);
    names.mount(tree);
  }

  /** Whatever is there is replaced, unless it is a directory; the copy is as old as the source. */
  static void copy(Path source, ImageTree image, String path) {
    byte[] content = content(source);
    image.write(path, content, 0644, 0, 0);
    try (Fd host = Descriptors.onHost(BytePath.of(source.toString()))) {
      FileStatus status = FileStatus.of(host);
      image.setTime(path, status.seconds(), status.nanoseconds());
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot read the host's " + file,
          Reasons.of(e),
          "make it readable",
          List.of(),
          e);
    }
  }
}
