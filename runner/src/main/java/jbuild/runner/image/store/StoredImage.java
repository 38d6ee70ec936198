package jbuild.runner.image.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import jbuild.runner.image.ImageLock;

/**
 * One image of a store, as it was when somebody looked.
 *
 * @param path where it was found; it may be a link
 * @param readOnly whether it, or its place, is not to be written
 * @param modified empty for directories: it would be the time of the topmost one only
 */
public record StoredImage(
    ImageName name,
    ImageType type,
    Path path,
    boolean readOnly,
    Optional<Instant> created,
    Optional<Instant> modified,
    Space space) {

  /** Whether it is the host itself. */
  public boolean isHost() {
    return path.getParent() == null;
  }

  /** Whether a machine, or another program, may be writing to it now. */
  public boolean isWritten() {
    Optional<ImageLock> free = ImageLock.trySharing(path);
    free.ifPresent(ImageLock::close);
    return free.isEmpty();
  }

  StoredImage with(Space other) {
    return new StoredImage(name, type, path, readOnly, created, modified, other);
  }
}
