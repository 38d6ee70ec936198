package jbuild.runner.image.disk;

import jbuild.runner.linux.Fd;

/**
 * A file system of a disk image, mounted but not attached anywhere yet.
 *
 * @param tree gone when it is closed without having been attached
 * @param place where it belongs, for example /usr; the root's is /
 * @param type of the file system, as the kernel calls it
 * @param readOnly whether nothing is ever written there; by others neither, who lay something over
 */
public record MountedPartition(Fd tree, String place, String type, boolean readOnly)
    implements AutoCloseable {
  @Override
  public void close() {
    tree.close();
  }
}
