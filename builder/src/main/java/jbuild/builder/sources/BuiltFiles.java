package jbuild.builder.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.text.Unwritable;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.LockFile;
import jbuild.runner.image.Trees;
import jbuild.runner.image.copy.Snapshots;

/**
 * What builds have made of sources, kept in the cache by what it was made of.
 *
 * @param directory of all of them
 */
record BuiltFiles(Path directory) {
  private static final String INPUTS = ".inputs";
  private static final String ASIDE = ".#";
  private static final String LOCK = ".lck";
  private static final int KEY = 32;

  /** The packages of a build get updates, too. */
  private static final Duration FRESH = Duration.ofDays(30);

  /** Longer than any build takes, so that nobody uses what is removed. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  static BuiltFiles in(Path cache) {
    return new BuiltFiles(cache.resolve("built"));
  }

  private Path place(BuildInputs inputs) {
    return directory.resolve(inputs.key().substring(0, KEY));
  }

  /** What was made of these inputs, not too long ago. */
  Optional<Path> find(BuildInputs inputs) {
    Path place = place(inputs);
    return isFresh(place) ? Optional.of(place) : Optional.empty();
  }

  private static boolean isFresh(Path place) {
    return Files.isDirectory(place) && isYoungerThan(FRESH, place);
  }

  /** Keeps everybody from removing what was found, while others use it too. */
  static LockFile using(Path found) {
    LockFile lock = LockFile.await(lockOf(found), true);
    if (Files.isDirectory(found)) {
      return lock;
    }
    lock.close();
    throw new Failure(
        ExitStatus.FAILED,
        "cannot copy what was built before",
        "it is too old, and another build has just removed it",
        "build again");
  }

  private static Path lockOf(Path place) {
    return place.resolveSibling(ASIDE + place.getFileName() + LOCK);
  }

  /** Why an image needs a build. */
  String reason(String image, BuildInputs inputs) {
    Optional<Map<String, String>> before = inputsOf(image);
    if (before.isEmpty()) {
      return "nothing was built for " + image + " before";
    }
    List<String> changed = inputs.changedSince(before.get());
    if (changed.isEmpty()) {
      return "what was built is gone, or older than " + FRESH.toDays() + " days";
    }
    return "changed: " + String.join(", ", changed);
  }

  private Optional<Map<String, String>> inputsOf(String image) {
    try {
      Map<String, String> inputs = new LinkedHashMap<>();
      for (String line : Files.readAllLines(directory.resolve(image + INPUTS))) {
        int end = line.indexOf(' ');
        inputs.put(line.substring(end + 1), line.substring(0, Math.max(end, 0)));
      }
      return Optional.of(inputs);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps a copy. */
  void keep(String image, BuildInputs inputs, Path results) {
    try {
      OwnDirectory.make(directory);
      sweep();
      replace(place(inputs), results);
      note(image, inputs);
    } catch (IOException e) {
      throw Unwritable.inCache(directory, e);
    }
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private void replace(Path place, Path results) throws IOException {
    try (LockFile lock = LockFile.await(lockOf(place))) {
      if (isFresh(place)) {
        // Another build was faster, and others may have found what it made.
        return;
      }
      if (Files.isDirectory(place)) {
        removeLocked(place);
      }
      Snapshots.fromTemplate(results, place, plan -> {}, () -> {});
      Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
    }
  }

  /** Notes that the image has what was made of these. */
  void note(String image, BuildInputs inputs) throws IOException {
    StringBuilder text = new StringBuilder();
    inputs
        .digests()
        .forEach((name, digest) -> text.append(digest).append(' ').append(name).append('\n'));
    Path aside = directory.resolve(ASIDE + image + INPUTS + "-" + System.nanoTime());
    Files.writeString(aside, text);
    Files.move(aside, directory.resolve(image + INPUTS), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what is too old to be found, and what builds left that were killed. */
  private void sweep() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(directory)) {
      all = files.toList();
    }
    for (Path file : all) {
      boolean isAside = file.getFileName().toString().startsWith(ASIDE);
      Duration limit = isAside ? ABANDONED : FRESH.plus(ABANDONED);
      if (!isYoungerThan(limit, file)) {
        remove(file, isAside);
      }
    }
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private void remove(Path file, boolean isAside) throws IOException {
    if (isAside) {
      Trees.remove(file);
      return;
    }
    try (LockFile lock = LockFile.take(lockOf(file), false)) {
      if (!isYoungerThan(FRESH, file)) {
        removeLocked(file);
      }
    } catch (LockFile.Taken | NoSuchFileException e) {
      // Another build uses it, or has removed it.
      return;
    }
  }

  /** Under another name first: half a tree would be found. */
  private void removeLocked(Path file) throws IOException {
    Path aside = directory.resolve(ASIDE + file.getFileName() + "-" + System.nanoTime());
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    Trees.remove(aside);
  }

  private static boolean isYoungerThan(Duration age, Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(age));
    } catch (IOException e) {
      return false;
    }
  }
}
