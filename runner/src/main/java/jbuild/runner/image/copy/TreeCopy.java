package jbuild.runner.image.copy;

import java.util.HashMap;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.WorkQueue;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.ContentCopy;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Directories.Entry;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Nodes;

/**
 * Copies a tree with all that belongs to its files, except that nothing in the copy is protected
 * against changes.
 */
public final class TreeCopy {
  private static final int LONGEST_PATH = 4095;
  private static final long READ_DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;

  private final Fd source;
  private final Fd target;
  private final Identity excluded;
  private final Runnable checkpoint;
  private final ContentCopy contents;
  private final Map<Identity, BytePath> linked = new HashMap<>();
  private final WorkQueue<BytePath> directories = new WorkQueue<>();

  private TreeCopy(Fd source, Fd target, Runnable checkpoint) {
    this.source = source;
    this.target = target;
    this.checkpoint = checkpoint;
    this.contents = new ContentCopy(checkpoint);
    this.excluded = Identity.of(FileStatus.of(target));
  }

  /**
   * Fills an empty directory. It may be in the source itself, and is left out then.
   *
   * @param source stays as it is; what is mounted in it is copied too, unless it is a mount that
   *     {@link jbuild.runner.linux.Mounts#copyAlone} has made
   * @param checkpoint called by all threads now and then; what it throws ends the copy
   */
  public static CloneMethod fill(Fd source, Fd target, Runnable checkpoint) {
    TreeCopy copy = new TreeCopy(source, target, checkpoint);
    copy.directories.add(BytePath.of("."));
    copy.directories.work(copy::directory);
    return copy.contents.hasCopied() ? CloneMethod.COPY : CloneMethod.REFLINK;
  }

  /** Its subdirectories are made here and filled later, so that its times are final at the end. */
  private void directory(BytePath path) {
    try (Fd from = Descriptors.child(source, path, READ_DIRECTORY);
        Fd to = Descriptors.child(target, path, READ_DIRECTORY)) {
      FileStatus status = FileStatus.of(from);
      FileCopy.flags(from, to);
      for (Entry entry : Directories.entries(from)) {
        entry(path, from, to, entry.name());
      }
      FileCopy.attributes(from, status, to);
    }
  }

  private void entry(BytePath directory, Fd from, Fd to, BytePath name) {
    checkpoint.run();
    try (Fd place = Descriptors.child(from, name, Descriptors.O_PATH)) {
      FileStatus status = FileStatus.of(place);
      if (status.isDirectory()) {
        if (!Identity.of(status).equals(excluded)) {
          Nodes.makeDirectory(to, name);
          directories.add(below(directory, name));
        }
      } else if (status.links() > 1) {
        linked(below(directory, name), place, status, to, name);
      } else {
        FileCopy.make(place, status, to, name, contents);
      }
    }
  }

  /** One at a time: the second name needs the file of the first. */
  private void linked(BytePath path, Fd place, FileStatus status, Fd to, BytePath name) {
    synchronized (linked) {
      BytePath first = linked.putIfAbsent(Identity.of(status), path);
      if (first == null) {
        FileCopy.make(place, status, to, name, contents);
      } else {
        Nodes.hardLink(target, first, to, name);
      }
    }
  }

  private BytePath below(BytePath directory, BytePath name) {
    BytePath below = directory.slash(name);
    if (below.bytes().length > LONGEST_PATH) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot copy " + source.name(),
          "a path in it is longer than any program can use",
          "remove the deepest directories");
    }
    return below;
  }
}
