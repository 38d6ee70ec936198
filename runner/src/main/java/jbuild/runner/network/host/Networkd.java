package jbuild.runner.network.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.Reasons;
import jbuild.runner.linux.Fd;

/**
 * The systemd-networkd of a host, which has rules of its own for links that are named like those of
 * machines: what we configure it is told to leave alone; see systemd.network(5).
 */
public final class Networkd {
  /** The directory of what is written down, where a lock stays and else only what is in use. */
  public static final String PLACE = "networkd";

  private static final Path SYSTEM = Path.of("/run/systemd");

  /** Where it writes down how links are; it stays when networkd is stopped. */
  private static final String STATE = "netif/state";

  /** Before those that systemd ships, whose numbers begin with 80, and most of administrators. */
  private static final String FILE = "network/10-jbuild-%s.network";

  private final Path directory;
  private final Path system;
  private final Service service;

  /** What is asked of it. */
  interface Service {
    /** Whether there is one that may be started. */
    boolean isInstalled();

    boolean runs();

    /** Has it read its files again. */
    void reload();
  }

  /**
   * That of this host.
   *
   * @param directory for what is written down about the host's network
   */
  public Networkd(Path directory) {
    this(directory, SYSTEM, new NetworkdOnBus());
  }

  Networkd(Path directory, Path system, Service service) {
    this.directory = directory.resolve(PLACE);
    this.system = system;
    this.service = service;
  }

  private boolean runs() {
    // Where it never ran, nobody is asked.
    return Files.exists(system.resolve(STATE)) && service.runs();
  }

  /**
   * Has it leave a link alone, if there is one: also one that is started only later.
   *
   * @param link whose name only is needed: it is best not there yet
   * @param notices hears, in one line, that it does not do so
   */
  public Unmanaged leaveAlone(String link, Notices notices) {
    if (!service.isInstalled()) {
      return new Unmanaged(link, Optional.empty());
    }
    Fd all = others();
    try {
      Users users = Users.of(directory.resolve(link));
      try {
        // Others of the same zone may have said it.
        boolean first = users.areGone();
        users.join();
        if (first) {
          say(link, notices);
        }
        return new Unmanaged(link, Optional.of(users));
      } catch (RuntimeException | Error e) {
        users.close();
        throw e;
      }
    } finally {
      all.close();
    }
  }

  private void say(String link, Notices notices) {
    Path file = file(link);
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      Files.writeString(
          file,
          """
          # Of jbuild, which configures this link itself as long as its machine runs.
          [Match]
          Name=%s

          [Link]
          Unmanaged=yes
          """
              .formatted(link));
      // It runs as a user of its own.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      if (runs()) {
        service.reload();
      }
    } catch (IOException e) {
      notices.warn(complaint(link, "cannot write " + file + ": " + Reasons.of(e)));
    } catch (Failure e) {
      notices.warn(complaint(link, e.what() + ": " + e.why()));
    }
  }

  private static String complaint(String link, String why) {
    return "systemd-networkd of this host may configure " + link + " too: " + why;
  }

  private Path file(String link) {
    return system.resolve(FILE.formatted(link));
  }

  private Fd others() {
    return Users.others(directory.resolve(".lock"));
  }

  /** Takes back what those have said who were killed. */
  public void collect() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    Fd all = others();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(directory, "[!.]*")) {
      for (Path link : links) {
        release(link.getFileName().toString(), Users.of(link));
      }
    } catch (IOException e) {
      throw Users.unusable(directory, e);
    } catch (DirectoryIteratorException e) {
      throw Users.unusable(directory, e.getCause());
    } finally {
      all.close();
    }
  }

  private void release(String link, Users users) {
    try (users) {
      if (users.areGone()) {
        if (isTakenBack(link)) {
          users.forget();
        }
      }
    }
  }

  /** What cannot be taken back stays written down for the next start. */
  private boolean isTakenBack(String link) {
    try {
      Files.delete(file(link));
      if (runs()) {
        service.reload();
      }
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    } catch (Failure e) {
      // It forgets the file when it reads all of them again, at the latest when it starts.
      return true;
    }
  }

  /** One machine's need of it. */
  public final class Unmanaged implements AutoCloseable {
    private final String link;
    private final Optional<Users> users;

    private Unmanaged(String link, Optional<Users> users) {
      this.link = link;
      this.users = users;
    }

    /** To be called when the link is gone, or not ours any more: it is networkd's again. */
    @Override
    public void close() {
      if (users.isPresent()) {
        Fd all = others();
        try {
          release(link, users.get());
        } finally {
          all.close();
        }
      }
    }
  }
}
