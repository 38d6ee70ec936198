package jbuild.builder.distribution.rpm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import jbuild.builder.digest.Sha256;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * What a tool has fetched from a set of repositories, for one build at a time.
 *
 * <p>The same addresses with other keys are other repositories: what was verified with one key must
 * not be taken for verified with another.
 */
public final class RpmCache implements AutoCloseable {
  public static final String PLACE = ProgramTree.PLACE + "cache";

  private static final Duration LONGEST = Duration.ofDays(30);
  private static final String LOCK = ".lock";
  private static final int NAME_BYTES = 8;

  private final Path directory;
  private final Fd lock;

  private RpmCache(Path directory, Fd lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Waits until no other build uses it.
   *
   * @param cache shared with other builds
   * @param tool whose cache it is
   */
  public static RpmCache open(Path cache, String tool, RpmSystem system) {
    Path home = cache.resolve(tool);
    Path directory = home.resolve(name(system));
    try {
      Files.createDirectories(directory);
      sweep(home);
      Path lock = home.resolve(directory.getFileName() + LOCK);
      if (!Files.exists(lock)) {
        Files.write(lock, new byte[0]);
      }
      Fd held = Descriptors.onHost(BytePath.of(lock.toString()), Descriptors.O_RDWR);
      Locks.exclusive(held);
      Files.createDirectories(directory);
      Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
      forgetLocks(directory);
      return new RpmCache(directory, held);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot use the cache " + directory,
          Reasons.of(e),
          "free some space there, or set JBUILD_CACHE to a directory with more",
          List.of(),
          e);
    }
  }

  public Path directory() {
    return directory;
  }

  private static String name(RpmSystem system) {
    StringBuilder text = new StringBuilder();
    text.append(system.release().name()).append('\n').append(system.architecture()).append('\n');
    for (RpmRepository repository : system.repositories()) {
      // Who may fetch it changes nothing in it, and a password is not to be guessed by its hash.
      text.append(repository.name()).append(' ').append(Mirrors.shown(repository.address()));
      text.append(' ').append(repository.signedMetadata()).append('\n');
    }
    // A key that has expired since verifies nothing any more, whatever it has verified.
    system.allKeys().armoredIfValid().values().forEach(text::append);
    byte[] hash = Sha256.start().digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return system.profile().name()
        + "-"
        + system.release().name()
        + "-"
        + HexFormat.of().formatHex(hash, 0, NAME_BYTES);
  }

  /** The tools lock with numbers of processes, which mean nothing outside of their machine. */
  private static void forgetLocks(Path directory) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, "*_lock.pid")) {
      for (Path file : locks) {
        Files.delete(file);
      }
    }
  }

  /** Removes what no build has used for long. */
  private static void sweep(Path home) throws IOException {
    Instant limit = Instant.now().minus(LONGEST);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home, "*" + LOCK)) {
      for (Path file : files) {
        sweep(file, limit);
      }
    } catch (NoSuchFileException e) {
      // Another build has just swept it.
      return;
    }
  }

  private static void sweep(Path file, Instant limit) throws IOException {
    String name = file.getFileName().toString();
    Path directory = file.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    if (!Files.isDirectory(directory)
        || Files.getLastModifiedTime(directory).toInstant().isAfter(limit)) {
      return;
    }
    try (Fd held = Descriptors.onHost(BytePath.of(file.toString()), Descriptors.O_RDWR)) {
      // The lock itself stays: somebody may be waiting for it.
      if (Locks.tryExclusive(held)) {
        Trees.remove(directory);
      }
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
