package jbuild.builder.distribution.pacman;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.digest.Sha256;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.repository.PinnedKey;
import jbuild.builder.text.Unwritable;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * Downloaded packages of the same repositories, for all builds. Others may have packages of the
 * same name and version with other bytes: they have a directory of their own.
 */
record PackageCache(Path directory) {
  /** Newer versions take the place of packages that are older. */
  private static final Duration KEPT = Duration.ofDays(60);

  private static final int KEY_BYTES = 8;

  /**
   * Of what a system is made of.
   *
   * @param cache shared by all builds
   */
  static PackageCache of(Path cache, PacmanPackages packages) {
    MessageDigest digest = Sha256.start();
    for (PacmanRepository repository : packages.sources()) {
      // Who may fetch it changes nothing in it, and a password is not to be guessed by its hash.
      add(digest, Mirrors.shown(repository.address()));
    }
    for (PinnedKey key : packages.profile().keys(packages.release())) {
      add(digest, key.fingerprint());
    }
    for (AddedRepository repository : packages.additions().repositories()) {
      add(digest, repository.key().fingerprint());
    }
    String key = HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
    return new PackageCache(cache.resolve("pacman").resolve("packages-" + key));
  }

  private static void add(MessageDigest digest, String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Runs what fetches packages: at one time one build does so, and others wait. */
  void fill(Runnable fetch) {
    make();
    try (Fd lock = Descriptors.onHost(BytePath.of(lock().toString()), Descriptors.O_RDWR)) {
      Locks.exclusive(lock);
      removeOld();
      fetch.run();
    }
  }

  private Path lock() {
    return directory.resolveSibling(directory.getFileName() + ".lock");
  }

  private void make() {
    try {
      Files.createDirectories(directory);
      Files.createFile(lock());
    } catch (FileAlreadyExistsException e) {
      // Another build did, now or long ago.
      return;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void removeOld() {
    Instant limit = Instant.now().minus(KEPT);
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      for (Path file : all) {
        // The time of the last change is the mirror's.
        FileTime came = (FileTime) Files.getAttribute(file, "unix:ctime");
        if (came.toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Failure unusable(IOException cause) {
    return Unwritable.inCache(directory, cause);
  }
}
