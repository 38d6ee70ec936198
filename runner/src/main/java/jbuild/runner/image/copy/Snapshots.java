package jbuild.runner.image.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.Sync;
import jbuild.runner.linux.SyscallFailure;

/** Copies of trees and disk images that belong to nobody else. */
public final class Snapshots {
  private static final String PREFIX = ".#machine.";

  private Snapshots() {}

  /**
   * What a machine is given instead of the image, which stays as it is. It is planned beside the
   * image, or in it when the image is where another file system begins.
   */
  public static SnapshotPlan planned(Path source) {
    Path real = real(source);
    String random = "%016x".formatted(ThreadLocalRandom.current().nextLong());
    return new SnapshotPlan(
        real,
        isMountPoint(real)
            ? real.resolve(PREFIX + random)
            : real.resolveSibling(PREFIX + real.getFileName() + random));
  }

  private static Path real(Path source) {
    try {
      return source.toRealPath();
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot copy " + source,
          Reasons.of(e),
          "name a directory or a disk image",
          List.of(),
          e);
    }
  }

  private static boolean isMountPoint(Path path) {
    if (path.getParent() == null) {
      return true;
    }
    try (Fd parent = Descriptors.onHost(BytePath.of(path.getParent().toString()));
        Fd itself =
            Descriptors.child(
                parent, BytePath.of(path.getFileName().toString()), Descriptors.O_PATH)) {
      return itself.number() < 0;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EXDEV) {
        return true;
      }
      throw failure;
    }
  }

  /**
   * Makes a copy of a tree that is there to stay, in one step; whether it was made.
   *
   * @param target left alone when it exists
   * @param record gets what will be made aside, before it is
   * @param checkpoint called by all threads now and then; what it throws ends the copy
   */
  public static boolean fromTemplate(
      Path template, Path target, Consumer<SnapshotPlan> record, Runnable checkpoint) {
    Path place = target.toAbsolutePath().normalize();
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    SnapshotPlan aside =
        new SnapshotPlan(
            real(template),
            place.resolveSibling(
                ".#"
                    + place.getFileName()
                    + "%016x".formatted(ThreadLocalRandom.current().nextLong())));
    record.accept(aside);
    try {
      aside.make(checkpoint);
      publish(aside.path(), place);
      return true;
    } catch (Failure failure) {
      aside.remove();
      if (failure instanceof SyscallFailure call && call.errno() == Errno.EEXIST) {
        return false;
      }
      throw failure;
    }
  }

  private static void publish(Path aside, Path place) {
    try (Fd parent =
        Descriptors.onHost(
            BytePath.of(place.getParent().toString()),
            Descriptors.O_RDONLY | Descriptors.O_DIRECTORY)) {
      Sync.fileSystem(parent);
      BytePath name = BytePath.of(place.getFileName().toString());
      Renames.asNew(parent, BytePath.of(aside.getFileName().toString()), parent, name);
      Sync.file(parent);
    }
  }

  static Failure noSource(Path source, FileStatus status) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot copy " + source,
        "it is " + status.type(),
        "name a directory or a disk image");
  }
}
