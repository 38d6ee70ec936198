package jbuild.runner.image.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.LoopDevices;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.Sync;

/** Makes and removes pools; a pool that can be seen is complete. */
public final class PoolMaker {
  /** The smallest that is of use: mkfs.btrfs takes no less than 110 MiB. */
  private static final long LEAST = 128L << 20;

  private final PoolFile place;

  public PoolMaker(PoolFile place) {
    this.place = place;
  }

  /**
   * Makes an empty pool. The directory must be empty, for what is in it would be hidden.
   *
   * @param size to begin with; it takes only what is written to it
   * @param limit of its size
   */
  public void make(long size, OptionalLong limit, PoolFormat format) {
    if (size < LEAST) {
      throw failure("it needs " + LEAST + " bytes at least", "let it be larger");
    }
    makeDirectory();
    Path aside = place.file().resolveSibling(".#" + place.file().getFileName() + ".new");
    try (Fd parent =
        Descriptors.onHost(
            PoolFile.path(place.file().getParent()),
            Descriptors.O_RDONLY | Descriptors.O_DIRECTORY)) {
      // Else one maker would remove what another has begun.
      Locks.exclusive(parent);
      check();
      try {
        // One of somebody who was killed is in nobody's way.
        Files.deleteIfExists(aside);
        try (Fd file = empty(aside, size)) {
          format.format(aside);
          finish(file, limit);
          Renames.asNew(parent, name(aside), parent, name(place.file()));
          Sync.file(parent);
        }
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw failure(Reasons.of(e), "choose another place, or make room there");
    }
  }

  private static BytePath name(Path path) {
    return BytePath.of(path.getFileName().toString());
  }

  private void makeDirectory() {
    try {
      Files.createDirectories(place.directory());
    } catch (IOException e) {
      throw failure(Reasons.of(e), "choose another place");
    }
  }

  private void check() {
    if (Files.exists(place.file())) {
      throw failure(place.file() + " exists", "use it, or move it away");
    }
    try (Fd directory = Descriptors.onHost(PoolFile.path(place.directory()))) {
      if (Btrfs.holds(directory)) {
        throw failure("it is on btrfs already", "do without: nothing would be won");
      }
      if (!Directories.names(directory).isEmpty()) {
        throw failure(
            place.directory() + " is not empty, and what is in it would be hidden",
            "move that away, make the pool, and import it again");
      }
    }
  }

  private static Fd empty(Path aside, long size) {
    Fd file =
        Descriptors.onHost(
            PoolFile.path(aside), Descriptors.O_RDWR | Descriptors.O_CREAT | Descriptors.O_EXCL);
    try {
      Contents.setSize(file, size);
      return file;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** As /var/lib/machines is: nobody but root finds programs of others there that run as root. */
  private static void finish(Fd file, OptionalLong limit) {
    try (Fd root = Pool.mount(file)) {
      Attributes.setMode(root, 0700);
      new Room(file, root).limit(limit);
    }
    Sync.file(file);
  }

  /**
   * Removes a pool that nobody uses.
   *
   * @param withImages also when something is in it
   */
  public void remove(boolean withImages) {
    try (Fd file = Pool.file(place);
        Pool.Lock lock = Pool.Lock.on(file)) {
      if (LoopDevices.of(file).map(PoolMaker::closed).isPresent()) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot remove " + place.file(),
            "it is in use",
            "end the machines in it; 'jbuild pool umount' hides it");
      }
      if (!withImages) {
        try (Fd root = Pool.mount(lock)) {
          List<BytePath> names = Directories.names(root);
          if (!names.isEmpty()) {
            throw new Failure(
                ExitStatus.FAILED,
                "cannot remove " + place.file(),
                "it is not empty: there is " + names.get(0),
                "remove the images first, or add --force");
          }
        }
      }
      if (!lock.isGone()) {
        Files.delete(place.file());
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot remove " + place.file(),
          Reasons.of(e),
          "run as root",
          List.of(),
          e);
    }
  }

  private static boolean closed(Fd device) {
    device.close();
    return true;
  }

  private Failure failure(String why, String fix) {
    return new Failure(ExitStatus.FAILED, "cannot make a pool for " + place.directory(), why, fix);
  }
}
