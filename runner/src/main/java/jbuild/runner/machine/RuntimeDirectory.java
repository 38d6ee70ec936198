package jbuild.runner.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * Where running machines are written down, usually /run/jbuild.
 *
 * <p>Each has a directory that its supervisor holds a lock on. A lock that is free belongs to a
 * dead supervisor: what its machine left behind is recorded in the directory, and collected.
 */
public final class RuntimeDirectory {
  private static final String LOCK = "lock";
  private static final String CGROUPS = "cgroups";
  private static final int RANDOM_BYTES = 4;

  private final Path machines;

  public RuntimeDirectory(Path directory) {
    this.machines = directory.resolve("machines");
  }

  /** The usual one; {@code JBUILD_RUNTIME} names another. */
  public static RuntimeDirectory ofHost() {
    String other = System.getenv("JBUILD_RUNTIME");
    return new RuntimeDirectory(Path.of(other == null ? "/run/jbuild" : other));
  }

  /** A directory for one machine, held until it is closed. */
  Claim claim(MachineName name) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    Path directory = machines.resolve(name + "." + HexFormat.of().formatHex(random));
    try {
      Files.createDirectories(machines);
      Files.createDirectory(directory, mode("rwx------"));
      Files.createDirectory(directory.resolve("root"));
      Files.createDirectory(directory.resolve("incoming"), mode("rw-------"));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot write down the machine in " + machines,
          String.valueOf(e.getMessage()),
          "run as root, or set JBUILD_RUNTIME to a directory that you may write to",
          List.of(),
          e);
    }
    Fd lock = open(directory.resolve(LOCK));
    Locks.exclusive(lock);
    return new Claim(directory, lock);
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  /** Ends and removes what supervisors that were killed left behind. */
  public void collect() {
    if (!Files.isDirectory(machines)) {
      return;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(machines)) {
      for (Path directory : directories) {
        try (Fd lock = open(directory.resolve(LOCK))) {
          if (Locks.tryExclusive(lock)) {
            remove(directory);
          }
        } catch (Failure failure) {
          // Another process collects it at the same time.
          continue;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fd open(Path lock) {
    return Descriptors.onHost(
        BytePath.of(lock.toString()), Descriptors.O_RDWR | Descriptors.O_CREAT);
  }

  private static void remove(Path directory) {
    try {
      Path cgroups = directory.resolve(CGROUPS);
      if (Files.exists(cgroups)) {
        List<Path> groups = Files.readAllLines(cgroups).stream().map(Path::of).toList();
        new ControlGroup(groups).remove();
      }
      for (String name : List.of(CGROUPS, "root", "incoming", LOCK)) {
        Files.deleteIfExists(directory.resolve(name));
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One machine's directory. */
  record Claim(Path directory, Fd lock) implements AutoCloseable {
    /** An empty directory: where the machine's tree is put together. */
    Path root() {
      return directory.resolve("root");
    }

    /** What is mounted below on the host shows up in the machine. */
    Path incoming() {
      return directory.resolve("incoming");
    }

    /** To be called before the group is made. */
    void record(ControlGroup group) {
      try {
        List<String> lines = group.directories().stream().map(Path::toString).toList();
        Files.write(directory.resolve(CGROUPS), lines);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      remove(directory);
      lock.close();
    }
  }
}
