package jbuild.runner.image.copy;

import jbuild.runner.linux.FileStatus;

/** A file that may have more names: inodes are unique in one device only. */
record Identity(FileStatus.Device device, long inode) {
  static Identity of(FileStatus status) {
    return new Identity(status.device(), status.inode());
  }
}
