package jbuild.runner.image.store;

import java.util.OptionalLong;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.pool.Pool;
import jbuild.runner.image.pool.PoolFile;
import jbuild.runner.image.quota.ImageQuota;

/** What can be changed about an image without touching its content. */
public record ImageChanges(ImageStore store) {
  /** Forbids to write it, or allows it again; nobody may use it meanwhile. */
  @SuppressWarnings("try") // The lock is held, not used.
  public void setReadOnly(ImageName name, boolean readOnly) {
    String what = "cannot mark the image '" + name + "'";
    StoredImage image = store.get(name, what);
    Changeable.check(image, store.places(), what);
    if (name.isHidden()) {
      throw new Failure(
          ExitStatus.FAILED, what, "Read-only file system: it is hidden", "clone it first");
    }
    try (ImageLock inUse = ImageLock.exclusive(image.path())) {
      WriteProtection.set(image.type(), image.path(), readOnly);
    }
  }

  /** Limits what it may take of a disk, or ends the limit; it may be in use. */
  public void limit(ImageName name, OptionalLong bytes) {
    String what = "cannot limit the image '" + name + "'";
    StoredImage image = store.get(name, what);
    Changeable.check(image, store.places(), what);
    if (!image.type().isTree()) {
      throw new Failure(
          ExitStatus.FAILED,
          what,
          "Operation not supported: it is " + image.type(),
          "limit images that are trees of files; a disk image has its own size");
    }
    ImageQuota.of(image.path()).limit(bytes);
  }

  /** Limits what all images together may take. */
  public void limitAll(OptionalLong bytes) {
    PoolFile pool = new PoolFile(store.places().pool());
    if (pool.exists()) {
      try (Pool opened = Pool.openAsItIs(pool)) {
        opened.room().limit(bytes);
      }
    } else {
      ImageQuota.of(store.places().pool()).limit(bytes);
    }
  }
}
