package jbuild.builder.transfer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import jbuild.runner.image.LockFile;

/**
 * Downloads in a directory of the cache that nobody has continued for long. Whoever works with one
 * keeps it.
 */
record AbandonedDownloads(Path directory, Instant now) {
  /** Long enough for a weekend without a network. */
  private static final Duration LONGEST = Duration.ofDays(7);

  /** Removes them. */
  void remove() throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(directory, "*" + PartialFile.CONTENT)) {
      for (Path part : parts) {
        try {
          if (isOld(part)) {
            remove(part);
          }
        } catch (FileSystemException e) {
          // Used up meanwhile.
          continue;
        }
      }
    }
  }

  private void remove(Path part) throws IOException {
    String name = part.getFileName().toString();
    String key = name.substring(0, name.length() - PartialFile.CONTENT.length());
    LockFile lock;
    try {
      lock = LockFile.take(directory.resolve(key + PartialFile.LOCK), false);
    } catch (LockFile.Taken e) {
      return;
    }
    try {
      // It may have been continued before we had the lock.
      if (isOld(part)) {
        Files.deleteIfExists(directory.resolve(key + PartialFile.DESCRIPTION));
        Files.deleteIfExists(part);
      }
    } finally {
      lock.close();
    }
  }

  private boolean isOld(Path part) throws IOException {
    return Files.getLastModifiedTime(part).toInstant().isBefore(now.minus(LONGEST));
  }
}
