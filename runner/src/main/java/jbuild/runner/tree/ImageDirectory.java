package jbuild.runner.tree;

import java.nio.file.Path;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.settings.FileView;

/**
 * The directory of an image, opened once: what its path leads to later on is of no account.
 *
 * @param path what it was opened by
 * @param disk the whole image, as it is on the disk
 * @param files those below the directory that is to be the machine's root
 */
public record ImageDirectory(Path path, Fd disk, ImageTree files) implements AutoCloseable {
  private static final long AS_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;

  public static ImageDirectory open(Path path, FileView view) {
    Fd disk = Descriptors.onHost(BytePath.of(path.toString()), AS_DIRECTORY);
    try {
      String root = view.pivot().isPresent() ? view.pivot().get().root() : ".";
      Fd files = Descriptors.inside(disk, BytePath.of(root), AS_DIRECTORY);
      return new ImageDirectory(path, disk, ImageTree.at(files));
    } catch (RuntimeException | Error e) {
      disk.close();
      throw e;
    }
  }

  /** Whether it is the root directory of the host, by whatever name. */
  public boolean isHost() {
    try (Fd host = Descriptors.onHost(BytePath.of("/"), AS_DIRECTORY)) {
      FileStatus its = FileStatus.of(host);
      FileStatus ours = FileStatus.of(disk);
      return its.inode() == ours.inode() && its.device().equals(ours.device());
    }
  }

  @Override
  public void close() {
    files.close();
    disk.close();
  }
}
