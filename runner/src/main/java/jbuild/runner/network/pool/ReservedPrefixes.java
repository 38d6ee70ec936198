package jbuild.runner.network.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * What the machines of all processes have reserved: a file for each prefix, with a lock that is
 * free when its process is dead.
 */
final class ReservedPrefixes {
  private static final String LOCK = ".lock";
  private static final int LONGEST = 4096;

  private final Path directory;

  /** The directory is made when something is reserved. */
  ReservedPrefixes(Path directory) {
    this.directory = directory;
  }

  /** One of ours. */
  record Held(Path path, Fd file) {}

  /** Nobody reserves or releases anything until it is closed. */
  Fd lock() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw unusable(Reasons.of(e), e);
    }
    Fd all = open(directory.resolve(LOCK));
    try {
      Locks.exclusive(all);
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  /** Those of processes that live; the others are removed. Call it with the lock. */
  List<Reserved> living() {
    List<Reserved> living = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path path : files) {
        String name = path.getFileName().toString();
        if (!name.equals(LOCK)) {
          living(path).flatMap(content -> Reserved.parse(name, content)).ifPresent(living::add);
        }
      }
    } catch (IOException e) {
      throw unusable(Reasons.of(e), e);
    } catch (DirectoryIteratorException e) {
      throw unusable(Reasons.of(e.getCause()), e);
    }
    return living;
  }

  private static Optional<String> living(Path path) throws IOException {
    try (Fd file = open(path)) {
      if (Locks.tryExclusive(file)) {
        Files.delete(path);
        return Optional.empty();
      }
      return Optional.of(new String(Contents.read(file, LONGEST), StandardCharsets.UTF_8));
    }
  }

  /**
   * Reserves what does not live, or shares what does. Call it with the lock.
   *
   * @param shared whether others can share it
   */
  Held take(Reserved reserved, boolean shared) {
    Path path = directory.resolve(reserved.fileName());
    Fd file = open(path);
    try {
      if (!(shared ? Locks.tryShared(file) : Locks.tryExclusive(file))) {
        throw new IllegalStateException("reserved twice: " + reserved);
      }
      if (Contents.end(file) == 0) {
        Files.writeString(path, reserved.fileContent());
      }
      return new Held(path, file);
    } catch (IOException e) {
      file.close();
      throw unusable(Reasons.of(e), e);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  void release(List<Held> held) {
    try {
      Fd all = lock();
      try {
        for (Held one : held) {
          // Others may share it, and they need its file.
          if (Locks.tryExclusive(one.file())) {
            one.path().toFile().delete();
          }
        }
      } finally {
        all.close();
      }
    } finally {
      held.forEach(one -> one.file().close());
    }
  }

  private static Fd open(Path path) {
    long flags = Descriptors.O_RDWR | Descriptors.O_CREAT | Descriptors.O_NOFOLLOW;
    return Descriptors.onHost(BytePath.of(path.toString()), flags);
  }

  private Failure unusable(String why, Exception cause) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot write down in " + directory + " which addresses a machine has",
        why,
        "run as root; make room there, or name another place with JBUILD_RUNTIME",
        List.of(),
        cause);
  }
}
