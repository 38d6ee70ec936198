package jbuild.builder.unpacked;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * Removes what nobody has used for long, then the oldest of what is too much; never what is used.
 */
record Pruning(Path images, Instant now, Duration longest, long most) {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final long MOST = 16L << 30;
  private static final int SIZE = 32;

  Pruning(Path images, Instant now) {
    this(images, now, LONGEST, MOST);
  }

  /** An image by its lock, whose time is that of the last use. */
  private record Entry(Path lock, Instant used, long size) {}

  void run() throws IOException {
    List<Entry> entries = entries();
    entries.sort(Comparator.comparing(Entry::used).reversed());
    long kept = 0;
    for (Entry entry : entries) {
      kept += entry.size();
      boolean isOld = entry.used().isBefore(now.minus(longest));
      removeUnused(entry.lock(), isOld || kept > most);
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> locks =
        Files.newDirectoryStream(images, "*" + UnpackedImages.LOCK)) {
      for (Path lock : locks) {
        entries.add(new Entry(lock, Files.getLastModifiedTime(lock).toInstant(), size(lock)));
      }
    }
    return entries;
  }

  /** Zero for one that was never finished. */
  private static long size(Path lock) {
    try (Fd file = Descriptors.onHost(BytePath.of(lock.toString()), Descriptors.O_RDONLY)) {
      String text = new String(Contents.read(file, SIZE), StandardCharsets.US_ASCII).strip();
      return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
  }

  /** What was left unfinished goes in any case. */
  private void removeUnused(Path lock, boolean all) throws IOException {
    String name = lock.getFileName().toString();
    Path image = images.resolve(name.substring(0, name.length() - UnpackedImages.LOCK.length()));
    try (Fd file = Descriptors.onHost(BytePath.of(lock.toString()), Descriptors.O_RDWR)) {
      if (!Locks.tryExclusive(file)) {
        return;
      }
      Path unfinished = Path.of(image + UnpackedImages.UNFINISHED);
      remove(unfinished);
      if (all) {
        if (Files.exists(image)) {
          // Whoever is killed here must not leave half of it under the name of all.
          Files.move(image, unfinished, StandardCopyOption.ATOMIC_MOVE);
          remove(unfinished);
        }
        remove(lock);
      }
    }
  }

  private static void remove(Path path) {
    if (Files.exists(path)) {
      Trees.remove(path);
    }
  }
}
