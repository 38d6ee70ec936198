package jbuild.runner.image.copy;

import java.util.Optional;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.ContentCopy;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileFlags;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Xattrs;

/** Copies one file with all that belongs to it: owners, modes, attributes, flags and times. */
final class FileCopy {
  private static final long READ =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;
  private static final long MAKE =
      Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_EXCL | Descriptors.O_NOCTTY;
  private static final byte[] OF_BTRFS = {'b', 't', 'r', 'f', 's', '.'};

  private FileCopy() {}

  /** Makes a file like the one that is open as a place, which is no directory. */
  static void make(Fd place, FileStatus status, Fd parent, BytePath name, ContentCopy contents) {
    if (status.isRegular()) {
      try (Fd from = Descriptors.reopen(place, READ);
          Fd to = Descriptors.child(parent, name, MAKE)) {
        // First: some flags can be given to empty files only.
        flags(from, to);
        contents.copy(from, status, to);
        attributes(from, status, to);
      }
    } else {
      if (status.type() == FileType.LINK) {
        Nodes.makeLink(parent, name, Nodes.target(place));
      } else {
        Nodes.makeNode(parent, name, status.type(), status.special());
      }
      try (Fd made = Descriptors.child(parent, name, Descriptors.O_PATH)) {
        attributes(place, status, made);
      }
    }
  }

  /** The same of a regular file, if its content can be shared; else nothing is made. */
  static boolean share(Fd place, FileStatus status, Fd parent, BytePath name) {
    try (Fd from = Descriptors.reopen(place, READ);
        Fd to = Descriptors.child(parent, name, MAKE)) {
      flags(from, to);
      if (ContentCopy.isShared(from, to)) {
        attributes(from, status, to);
        return true;
      }
    }
    Nodes.removeFile(parent, name);
    return false;
  }

  /** Gives the flags of one file or directory to another; both are open for use. */
  static void flags(Fd from, Fd to) {
    FileFlags flags = FileFlags.of(from).wishes();
    if (flags.bits() != 0) {
      flags.apply(to);
    }
  }

  /** In this order: a new owner ends capabilities and set-uid bits, and all of it the times. */
  static void attributes(Fd from, FileStatus status, Fd to) {
    Attributes.setOwner(to, status.uid(), status.gid());
    if (status.type() != FileType.LINK) {
      Attributes.setMode(to, status.mode());
    }
    for (BytePath name : Xattrs.names(from)) {
      Optional<byte[]> value = Xattrs.get(from, name);
      if (value.isPresent() && !isOfBtrfs(name)) {
        Xattrs.set(to, name, value.get());
      }
    }
    Attributes.setTimes(to, status);
  }

  /** Those are wishes to one file system; the flags have them too. */
  private static boolean isOfBtrfs(BytePath name) {
    byte[] bytes = name.bytes();
    int same = 0;
    while (same < OF_BTRFS.length && same < bytes.length && bytes[same] == OF_BTRFS[same]) {
      same++;
    }
    return same == OF_BTRFS.length;
  }
}
