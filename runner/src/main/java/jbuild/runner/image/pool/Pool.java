package jbuild.runner.image.pool;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.LoopDevices;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;

/**
 * A pool that is in use. Nobody else sees its file system unless it is shown to them; it and its
 * loop device are gone when nobody uses it any more, so also when this process is killed.
 *
 * <p>There is one loop device for each file, whoever made it: two would write to the same blocks
 * without knowing of each other.
 */
public final class Pool implements AutoCloseable {
  private final PoolFile place;
  private final Fd file;
  private final Fd root;
  private Optional<PoolGuard> guard = Optional.empty();

  private Pool(PoolFile place, Fd file, Fd root) {
    this.place = place;
    this.file = file;
    this.root = root;
  }

  /** Uses the pool that is there; it has room for what people usually write, if it can. */
  public static Pool open(PoolFile place) {
    Pool pool = openAsItIs(place);
    try {
      pool.room().keepSome();
      return pool;
    } catch (RuntimeException | Error e) {
      pool.close();
      throw e;
    }
  }

  /** The same for somebody who writes nothing: it does not grow. */
  public static Pool openAsItIs(PoolFile place) {
    Fd file = file(place);
    try {
      return new Pool(place, file, mount(file));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** The file, open for use. */
  static Fd file(PoolFile place) {
    if (!place.exists()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot use the pool of " + place.directory(),
          place.file() + " is missing, or is none",
          "make it with 'jbuild pool create'");
    }
    return Descriptors.onHost(PoolFile.path(place.file()), Descriptors.O_RDWR);
  }

  static Fd mount(Fd file) {
    try (Lock lock = Lock.on(file)) {
      return mount(lock);
    }
  }

  /** The device keeps the file from being removed as soon as there is one. */
  static Fd mount(Lock lock) {
    if (lock.isGone()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot use the pool in " + lock.file().name(),
          "somebody has removed it meanwhile",
          "make it with 'jbuild pool create'");
    }
    try (Fd device = lock.device()) {
      // What is removed is to be free on the host, too.
      return Mounts.create("btrfs", device.name(), Map.of("discard", "async"), Set.of());
    }
  }

  /**
   * Shows the pool of a directory there: to this thread, and to all that it starts from now on, but
   * to nobody else, unless everybody sees it anyway. Until it is closed it grows before it is full.
   * Empty when the directory has no pool.
   */
  public static Optional<Pool> show(Path directory) {
    PoolFile place = new PoolFile(directory);
    if (!place.exists()) {
      return Optional.empty();
    }
    Pool pool = open(place);
    try {
      if (!place.isShown()) {
        Namespaces.leaveMounts();
        pool.attach();
      }
      pool.guard = Optional.of(PoolGuard.of(pool.room()::keepSome));
      return Optional.of(pool);
    } catch (RuntimeException | Error e) {
      pool.close();
      throw e;
    }
  }

  /** Shows it at its directory, to all that see the mounts of this thread. */
  public void attach() {
    try (Fd directory =
        Descriptors.onHost(
            PoolFile.path(place.directory()), Descriptors.O_PATH | Descriptors.O_DIRECTORY)) {
      Mounts.attach(root, directory);
    }
  }

  /** Ends that everybody sees it; who uses it still does. */
  public static void hide(PoolFile place) {
    try (Fd directory = Descriptors.onHost(PoolFile.path(place.directory()))) {
      Mounts.detach(directory);
    }
  }

  public PoolFile place() {
    return place;
  }

  /** Its root directory, for whoever does not see it anywhere; it is closed with this. */
  public Fd root() {
    return root;
  }

  /** Its files; to be closed by whoever asked for them. */
  public ImageTree files() {
    return ImageTree.at(
        Descriptors.child(root, BytePath.of("."), Descriptors.O_PATH | Descriptors.O_DIRECTORY));
  }

  /** How large it is and may become. */
  public Room room() {
    return new Room(file, root);
  }

  @Override
  public void close() {
    if (guard.isPresent()) {
      guard.get().end();
    }
    root.close();
    file.close();
  }

  /** Held for moments, while the device is looked for or changed. */
  record Lock(Fd file) implements AutoCloseable {
    static Lock on(Fd file) {
      // A lock of its own opening: the pool's would be shared by all its threads.
      Fd own = Descriptors.reopen(file, Descriptors.O_RDWR);
      try {
        Locks.exclusive(own);
        return new Lock(own);
      } catch (RuntimeException | Error e) {
        own.close();
        throw e;
      }
    }

    /** Whether the file was removed while somebody waited for the lock. */
    boolean isGone() {
      return FileStatus.of(file).links() == 0;
    }

    /** The only device of the file; made if there is none. */
    Fd device() {
      Optional<Fd> there = LoopDevices.of(file);
      if (there.isPresent()) {
        return there.get();
      }
      // The device keeps what it was made of open, with its lock.
      try (Fd unlocked = Descriptors.reopen(file, Descriptors.O_RDWR)) {
        return LoopDevices.attach(unlocked, 0, 0, false);
      }
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
