package jbuild.builder.output;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.Workspace;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.SyscallFailure;

/**
 * The builds of an image that are kept: hidden read-only subvolumes, beside the copy of one of them
 * that machines start from and write to.
 *
 * @param kept how many there are at most
 */
public record Generations(Path directory, String image, int kept) implements Companion {
  private static final long AS_DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;
  private static final int LONGEST_NUMBER = 9;
  private static final int LONGEST_RELEASE = 64 * 1024;
  private static final String VERSION = "IMAGE_VERSION=";

  public Generations {
    Staging.checked(image);
    if (kept < 1) {
      throw new IllegalArgumentException("at least the newest is kept");
    }
  }

  /** Those that there are, the newest first. */
  public static List<Generation> in(Path directory, String image) {
    try (Fd outputs = Descriptors.onHost(BytePath.of(directory.toString()), AS_DIRECTORY)) {
      Optional<Btrfs.Descent> clone = descent(outputs, BytePath.of(image));
      List<Generation> generations = new ArrayList<>();
      for (int number : numbers(outputs, image)) {
        BytePath name = name(image, number);
        try (Fd base = Descriptors.child(outputs, name, Descriptors.O_PATH)) {
          Btrfs.Descent own = Btrfs.descent(base);
          Path path = directory.resolve(name.toString());
          boolean current = clone.filter(copy -> copy.origin().equals(own.id())).isPresent();
          generations.add(
              new Generation(number, path, Btrfs.times(base).created(), version(path), current));
        }
      }
      return generations;
    }
  }

  /** The name of a generation's subvolume. */
  public static BytePath name(String image, int number) {
    return BytePath.of("." + image + "@" + number);
  }

  private static List<Integer> numbers(Fd outputs, String image) {
    String start = "." + image + "@";
    List<Integer> numbers = new ArrayList<>();
    for (BytePath name : Directories.names(outputs)) {
      String text = name.toString();
      if (text.startsWith(start) && isNumber(text.substring(start.length()))) {
        try (Fd base = Descriptors.child(outputs, name, Descriptors.O_PATH)) {
          if (Btrfs.isSubvolume(base)) {
            numbers.add(Integer.valueOf(text.substring(start.length())));
          }
        }
      }
    }
    numbers.sort(Comparator.reverseOrder());
    return numbers;
  }

  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER && text.matches("[1-9][0-9]*");
  }

  private static Optional<Btrfs.Descent> descent(Fd outputs, BytePath name) {
    try (Fd clone = Descriptors.child(outputs, name, Descriptors.O_PATH)) {
      return Btrfs.isSubvolume(clone) ? Optional.of(Btrfs.descent(clone)) : Optional.empty();
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Optional<String> version(Path base) {
    try (ImageTree tree = ImageTree.open(base)) {
      return tree.read("/etc/os-release", LONGEST_RELEASE)
          .flatMap(
              release ->
                  new String(release, StandardCharsets.UTF_8)
                      .lines()
                      .filter(line -> line.startsWith(VERSION))
                      .map(line -> line.substring(VERSION.length()).replaceAll("[\"']", ""))
                      .filter(text -> text.matches("[!-~]{1,64}"))
                      .findFirst());
    }
  }

  /** The tree that was built becomes the newest generation; a copy of that is published. */
  @Override
  public Runnable prepare(Workspace workspace, Fd staging, Fd published) {
    BytePath tree = BytePath.of(image);
    List<Integer> numbers = numbers(published, image);
    BytePath name = name(image, numbers.isEmpty() ? 1 : numbers.get(0) + 1);
    try (Fd built = Descriptors.child(staging, tree, Descriptors.O_PATH)) {
      Btrfs.readOnlySnapshot(built, published, name);
    }
    try (Fd base = Descriptors.child(published, name, Descriptors.O_PATH)) {
      Trees.remove(staging, tree);
      Btrfs.snapshot(base, staging, tree);
    } catch (Failure failure) {
      Trees.remove(published, name);
      throw failure;
    }
    return () -> Trees.remove(published, name);
  }

  /** One that a machine uses stays until there is a newer one again. */
  @Override
  public void finish(Fd published) {
    List<Integer> numbers = numbers(published, image);
    for (int number : numbers.subList(Math.min(kept, numbers.size()), numbers.size())) {
      BytePath name = name(image, number);
      if (isFree(directory.resolve(name.toString()))) {
        Trees.remove(published, name);
      }
    }
  }

  @SuppressWarnings("try") // Whether the lock can be had is all that matters.
  private static boolean isFree(Path base) {
    try (ImageLock lock = ImageLock.exclusive(base)) {
      return true;
    } catch (Failure failure) {
      return false;
    }
  }
}
