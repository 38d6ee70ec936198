package jbuild.builder.disk;

import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.FileStatus;

/**
 * A name of a file in a tree, and what programs that populate file systems may lose of the file.
 *
 * @param parent the index of its directory in the list of all names; the root's is its own
 */
record TreeNode(
    int parent,
    BytePath name,
    boolean isDirectory,
    int mode,
    long uid,
    long gid,
    FileStatus.Device special,
    long seconds,
    int nanoseconds) {
  static TreeNode of(int parent, BytePath name, FileStatus status) {
    return new TreeNode(
        parent,
        name,
        status.isDirectory(),
        status.mode(),
        status.uid(),
        status.gid(),
        status.special(),
        status.seconds(),
        status.nanoseconds());
  }
}
