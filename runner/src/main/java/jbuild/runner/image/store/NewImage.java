package jbuild.runner.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Interruption;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.WorkDirectory;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.Sync;
import jbuild.runner.linux.SyscallFailure;

/**
 * An image that nobody sees before it is whole. What was made of one that is not published is
 * removed when this is closed, at the end of this process, or by the next one.
 */
public final class NewImage implements AutoCloseable {
  private static final String CONTENT = "image";
  private static final String OLD = "old";
  private static final String SIDECAR = "beside";
  private static final int INTERRUPTED = 130;

  private final ImageStore store;
  private final ImageName name;
  private final Optional<StoredImage> old;
  private final ImageLock lock;
  private final WorkDirectory work;

  private NewImage(
      ImageStore store,
      ImageName name,
      Optional<StoredImage> old,
      ImageLock lock,
      WorkDirectory work) {
    this.store = store;
    this.name = name;
    this.old = old;
    this.lock = lock;
    this.work = work;
  }

  /**
   * Takes the name, so that nobody else gives it to an image meanwhile.
   *
   * @param force whether an image of that name is replaced at the end; it must be where new images
   *     are made
   */
  public static NewImage begin(ImageStore store, ImageName name, boolean force) {
    return begin(
        store,
        name,
        force,
        "take another name, remove the image first, or replace it with --force");
  }

  /** The same for whoever replaces nothing. */
  public static NewImage begin(ImageStore store, ImageName name) {
    return begin(store, name, false, "take another name, or remove that image first");
  }

  private static NewImage begin(ImageStore store, ImageName name, boolean force, String fix) {
    String what = "cannot make the image '" + name + "'";
    ImageLock lock = ImageLock.ofName(name.value());
    try {
      Optional<StoredImage> old = store.find(name);
      if (old.isPresent()) {
        if (!force) {
          String why = "Image '" + name + "' already exists.";
          throw new Failure(ExitStatus.FAILED, what, why, fix);
        }
        checkOld(old.get(), store.places(), what);
      }
      makePool(store.places().pool());
      return new NewImage(store, name, old, lock, WorkDirectory.in(store.places().pool()));
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static void checkOld(StoredImage old, StorePlaces places, String what) {
    boolean isVendors = old.path().startsWith(places.vendor());
    if (old.isHost() || !isVendors && !places.pool().equals(old.path().getParent())) {
      throw new Failure(
          ExitStatus.FAILED,
          what,
          "the image of that name is " + old.path() + ", which is not replaced",
          "take another name; new images are made in " + places.pool());
    }
    if (!isVendors && isMountPoint(old.path())) {
      throw new Failure(
          ExitStatus.FAILED,
          what,
          "Device or resource busy: " + old.path() + " is a mount point",
          "unmount it first, or take another name");
    }
  }

  /** The kernel does not rename those. */
  private static boolean isMountPoint(Path path) {
    long flags = Descriptors.O_PATH | Descriptors.O_NOFOLLOW;
    try (Fd place = Descriptors.onHost(BytePath.of(path.toString()), flags)) {
      return FileStatus.isMounted(place);
    }
  }

  private static void makePool(Path pool) {
    try {
      if (!Files.isDirectory(pool)) {
        Files.createDirectories(pool.getParent());
        Files.createDirectory(
            pool,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot make " + pool,
          Reasons.of(e),
          "run as root, or name another place with JBUILD_MACHINES",
          List.of(),
          e);
    }
  }

  public ImageName name() {
    return name;
  }

  /** Where the content is to be, a tree or a file; nothing is there yet. */
  public Path content() {
    return work.path().resolve(CONTENT);
  }

  /** Makes an empty tree for the content: a subvolume where the file system has them. */
  public Path tree() {
    try (Fd parent = open(work.path())) {
      if (Btrfs.holds(parent)) {
        Btrfs.make(parent, BytePath.of(CONTENT));
      } else {
        Nodes.makeDirectory(parent, BytePath.of(CONTENT));
      }
    }
    return content();
  }

  /**
   * Where a file that belongs to the image is to be; it appears with the image.
   *
   * @param ending as behind the name of the image: .nspawn or .roothash, for example
   */
  public Path sidecar(String ending) {
    if (!Sidecars.ENDINGS.contains(ending)) {
      throw new IllegalArgumentException("no image has a file " + ending);
    }
    return work.path().resolve(SIDECAR + ending);
  }

  /** A place for whatever is needed on the way, and removed at the end. */
  public Path scratch(String fileName) {
    return work.path().resolve("scratch-" + fileName);
  }

  /** To be called now and then: ends the work when this process was told to end. */
  public void checkpoint() {
    if (work.isEnding()) {
      throw new Interruption("cannot make the image '" + name + "'", INTERRUPTED);
    }
  }

  /**
   * Shows the image, in one step, with everything on disk; what it replaces is gone then.
   *
   * @param meant what the content is; whether a tree is a subvolume shows by itself
   */
  @SuppressWarnings("try") // The locks are held, not used.
  public StoredImage publish(ImageType meant, boolean readOnly) {
    checkpoint();
    ImageType type = meant.isTree() ? ImageType.ofTree(content()) : meant;
    Path pool = store.places().pool();
    Path place = pool.resolve(type.fileName(name));
    try (Fd from = open(work.path());
        Fd to = open(pool)) {
      if (type == ImageType.RAW) {
        WriteProtection.set(type, content(), readOnly);
      }
      Sync.fileSystem(to);
      try (ImageLock inUse = isReplaced() ? ImageLock.exclusive(oldPath()) : ImageLock.none();
          ImageLock read = isReplaced() ? ImageLock.ofRemover(oldPath()) : ImageLock.none()) {
        work.show(() -> show(from, to, place));
      }
      if (readOnly && type.isTree()) {
        // Not before: the kernel moves no directory that nobody may write.
        WriteProtection.set(type, place, true);
      }
      Sync.file(to);
    }
    return store.get(name, "cannot find the image '" + name + "'");
  }

  private boolean isReplaced() {
    return old.isPresent() && store.places().pool().equals(old.get().path().getParent());
  }

  private Path oldPath() {
    return old.get().path();
  }

  /** What proved the content of the old image, or told how to start it, is wrong for another. */
  private void replaceSidecars(Fd from, Fd to) {
    if (isReplaced()) {
      for (Sidecars.Sidecar each : Sidecars.beside(store.places().pool(), name)) {
        BytePath file = BytePath.of(each.path().getFileName().toString());
        Renames.replace(to, file, from, BytePath.of(OLD + each.ending()));
      }
    }
    for (String ending : Sidecars.ENDINGS) {
      if (Files.exists(sidecar(ending))) {
        Renames.replace(from, BytePath.of(SIDECAR + ending), to, BytePath.of(name + ending));
      }
    }
  }

  private void show(Fd from, Fd to, Path place) {
    rename(from, to, BytePath.of(place.getFileName().toString()));
    if (isReplaced() && !old.get().path().equals(place)) {
      // Of another type: it has another name, or would hide the new one.
      moveAway(old.get(), from, to);
    }
    // Last: when the old image cannot be replaced, it keeps what belongs to it.
    replaceSidecars(from, to);
  }

  private void rename(Fd from, Fd to, BytePath file) {
    try {
      Renames.asNew(from, BytePath.of(CONTENT), to, file);
    } catch (SyscallFailure failure) {
      if (failure.errno() != Errno.EEXIST || !isReplaced()) {
        throw failure;
      }
      unprotect(old.get());
      Renames.exchange(from, BytePath.of(CONTENT), to, file);
    }
  }

  private static void moveAway(StoredImage image, Fd from, Fd to) {
    unprotect(image);
    BytePath file = BytePath.of(image.path().getFileName().toString());
    Renames.asNew(to, file, from, BytePath.of(OLD));
  }

  private static void unprotect(StoredImage image) {
    if (image.type().isTree() && !Files.isSymbolicLink(image.path())) {
      WriteProtection.end(image.path());
    }
  }

  private static Fd open(Path directory) {
    return Descriptors.onHost(
        BytePath.of(directory.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }

  @Override
  public void close() {
    try (lock) {
      work.close();
    }
  }
}
