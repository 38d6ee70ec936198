package jbuild.builder;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.builder.output.Generation;
import jbuild.builder.output.Generations;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.WorkDirectory;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.Sync;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.machine.RequiredPrivilege;

/** Lets machines start from an earlier build of an image, in one step. */
public final class Rollback {
  private final Path directory;
  private final String image;

  /**
   * @param directory where outputs are
   * @param image a name in it, without slashes
   */
  public Rollback(Path directory, String image) {
    this.directory = directory.toAbsolutePath().normalize();
    this.image = image;
    if (image.isEmpty() || image.startsWith(".") || image.contains("/")) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot roll back '" + image + "'",
          "it is not the name of an image",
          "name one as its recipe does, without its directory");
    }
  }

  /** What one can go back to, the newest first. */
  public List<Generation> generations() {
    if (!Files.isDirectory(directory)) {
      throw none("there is no such directory");
    }
    List<Generation> generations = Generations.in(directory, image);
    if (generations.isEmpty()) {
      throw none("no generation of it is kept in " + directory);
    }
    return generations;
  }

  private Failure none(String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot roll back " + directory.resolve(image),
        why,
        "name the directory of the outputs with --output-dir; \"subvolume\" among the outputs of a"
            + " recipe keeps generations");
  }

  /**
   * Puts a fresh copy of a generation in the place of what machines start from now, which is
   * removed with all that machines have changed in it.
   *
   * @param wanted the one before the current one when empty
   * @param kept what the present image is called afterwards, if it is not to be removed
   */
  public Generation to(OptionalInt wanted, Optional<String> kept) {
    RequiredPrivilege.check("cannot roll back " + image);
    kept.ifPresent(this::requireFree);
    List<Generation> generations = generations();
    Generation chosen =
        wanted.isPresent() ? numbered(generations, wanted.getAsInt()) : before(generations);
    Path present = directory.resolve(image);
    if (Files.exists(present, LinkOption.NOFOLLOW_LINKS)) {
      replaceUnused(present, chosen, kept);
    } else {
      replace(chosen, kept);
    }
    return chosen;
  }

  @SuppressWarnings("try") // The lock is there to be held.
  private void replaceUnused(Path present, Generation chosen, Optional<String> kept) {
    try (ImageLock lock = ImageLock.exclusive(present)) {
      replace(chosen, kept);
    }
  }

  private void requireFree(String name) {
    boolean isName = name.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    if (!isName || Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot keep " + image + " as '" + name + "'",
          isName ? "the name is taken in " + directory : "it is not the name of an image",
          "choose another name");
    }
  }

  private Generation numbered(List<Generation> generations, int number) {
    return generations.stream()
        .filter(generation -> generation.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                noGeneration(
                    "generation " + number + " is not kept; there are " + numbers(generations)));
  }

  /** The one before the current one; where none is current, the newest. */
  private Generation before(List<Generation> generations) {
    Optional<Generation> current = generations.stream().filter(Generation::current).findFirst();
    return generations.stream()
        .filter(any -> current.isEmpty() || any.number() < current.get().number())
        .findFirst()
        .orElseThrow(() -> noGeneration("nothing older than the current generation is kept"));
  }

  private static String numbers(List<Generation> generations) {
    return String.join(
        ", ", generations.stream().map(any -> Integer.toString(any.number())).toList());
  }

  private Failure noGeneration(String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot roll back " + directory.resolve(image),
        why,
        "list what there is with 'jbuild rollback --list " + image + "'");
  }

  private void replace(Generation chosen, Optional<String> kept) {
    BytePath name = BytePath.of(image);
    try (WorkDirectory work = WorkDirectory.in(directory);
        Fd place = open(work.path());
        Fd outputs = open(directory)) {
      BytePath base = Generations.name(image, chosen.number());
      try (Fd generation = Descriptors.child(outputs, base, Descriptors.O_PATH)) {
        Btrfs.snapshot(generation, place, name);
      }
      Locks.exclusive(outputs);
      work.show(
          () -> {
            exchange(place, outputs, name);
            if (kept.isPresent() && Files.exists(work.path().resolve(image))) {
              Renames.asNew(place, name, outputs, BytePath.of(kept.get()));
            }
          });
      Sync.file(outputs);
    }
  }

  private static Fd open(Path directory) {
    return Descriptors.onHost(
        BytePath.of(directory.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }

  private static void exchange(Fd place, Fd outputs, BytePath name) {
    try {
      Renames.exchange(place, name, outputs, name);
    } catch (SyscallFailure failure) {
      if (failure.errno() != Errno.ENOENT) {
        throw failure;
      }
      Renames.asNew(place, name, outputs, name);
    }
  }
}
