package jbuild.builder.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.digest.Sha256;
import jbuild.runner.image.LockFile;

/**
 * Files by what they contain. What comes out is verified: a damaged file counts as missing and is
 * removed.
 */
public final class ContentCache {
  private static final int BLOCK = 1 << 16;
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final String LOCK = ".lock";

  private final Path complete;
  private final Path incoming;

  public ContentCache(Path directory) {
    this.complete = directory.resolve("sha256");
    this.incoming = directory.resolve("incoming");
  }

  /** The file with this content, verified now. */
  public Optional<Path> find(Checksum checksum) {
    Path file = place(checksum);
    try {
      if (Files.size(file) == checksum.size() && of(file).equals(checksum)) {
        return Optional.of(file);
      }
      Files.deleteIfExists(file);
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FetchFailures.unwritable(file, e);
    }
  }

  /** The same, where nobody says how large it is. */
  Optional<Path> find(String sha256) {
    Path file = place(sha256);
    try {
      return Files.exists(file) ? find(new Checksum(sha256, Files.size(file))) : Optional.empty();
    } catch (IOException e) {
      throw FetchFailures.unwritable(file, e);
    }
  }

  private Path place(Checksum checksum) {
    return place(checksum.sha256());
  }

  private Path place(String sha256) {
    return complete.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private static Checksum of(Path file) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] block = new byte[BLOCK];
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(block); length >= 0; length = in.read(block)) {
        digest.update(block, 0, length);
        size += length;
      }
    }
    return Checksum.of(digest, size);
  }

  /** Waits until nobody else fetches the file: who waited looks for it once more. */
  LockFile alone(String sha256) {
    return LockFile.await(incoming.resolve(sha256 + LOCK));
  }

  /** A new file, invisible to others until it is kept. */
  Incoming begin() {
    try {
      Files.createDirectories(incoming);
      return new Incoming(Files.createTempFile(incoming, "", ""));
    } catch (IOException e) {
      throw FetchFailures.unwritable(incoming, e);
    }
  }

  /** Publishes a file. Another build may have been faster: the contents are the same. */
  Path keep(Incoming file, Checksum checksum) {
    Path place = place(checksum);
    try {
      file.finish();
      Files.createDirectories(place.getParent());
      Files.move(file.path(), place, StandardCopyOption.ATOMIC_MOVE);
      return place;
    } catch (IOException e) {
      throw FetchFailures.unwritable(place, e);
    }
  }

  /** Removes what builds left that were killed. */
  public void sweep() {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    for (Path file : list()) {
      try {
        boolean isLock = file.getFileName().toString().endsWith(LOCK);
        if (!isLock && Files.getLastModifiedTime(file).compareTo(limit) < 0) {
          Files.deleteIfExists(file);
        }
      } catch (FileSystemException e) {
        // Gone meanwhile, or another user's: not ours to remove.
        continue;
      } catch (IOException e) {
        throw FetchFailures.unwritable(file, e);
      }
    }
  }

  private List<Path> list() {
    try (Stream<Path> files = Files.list(incoming)) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
