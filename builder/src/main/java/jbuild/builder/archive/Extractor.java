package jbuild.builder.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus.Device;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.linux.Xattrs;

/**
 * Makes a tree of an archive. No member is written through a link, and none reaches a file that
 * this extraction did not make: it starts in an empty directory and never leaves it.
 *
 * <p>A layer of an image starts in the tree of the layers below, and links of those are followed,
 * but only inside that tree.
 */
final class Extractor {
  private static final int BUFFER = 128 * 1024;
  private static final int PARENT_MODE = 0755;
  private static final long AS_PLACE = Descriptors.O_PATH;
  private static final long AS_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;
  private static final long AS_NEW_FILE =
      Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_EXCL;

  /** What every Unix has in /dev, and the mark of overlays for a file that was removed. */
  private static final Set<Device> USUAL_DEVICES =
      Set.of(
          new Device(0, 0),
          new Device(1, 3),
          new Device(1, 5),
          new Device(1, 7),
          new Device(1, 8),
          new Device(1, 9),
          new Device(5, 0),
          new Device(5, 1),
          new Device(5, 2));

  private final Fd root;
  private final MemberReader reader;
  private final Limits limits;
  private final Consumer<String> notices;
  private final Optional<LayerChanges> layer;
  private final List<Member> directories = new ArrayList<>();
  private final byte[] buffer = new byte[BUFFER];
  private final LastDirectory last = new LastDirectory();
  private final FileFiller filler = new FileFiller();
  private boolean hasRemoved;

  private Extractor(
      Fd root,
      MemberReader reader,
      Limits limits,
      Consumer<String> notices,
      Optional<LayerChanges> layer) {
    this.root = root;
    this.reader = reader;
    this.limits = limits;
    this.notices = notices;
    this.layer = layer;
  }

  /** Fills an empty directory; notices get a line for everything that is left out. */
  static void extract(MemberReader reader, Fd root, Limits limits, Consumer<String> notices)
      throws IOException {
    if (!Directories.entries(root).isEmpty()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot extract into " + root.name(),
          "it is not empty",
          "extract into a new directory");
    }
    run(new Extractor(root, reader, limits, notices, Optional.empty()));
  }

  /** Changes the tree of the layers below as the archive says, which is a layer of an image. */
  static void apply(TarReader reader, Fd root, Limits limits, Consumer<String> notices)
      throws IOException {
    run(new Extractor(root, reader, limits, notices, Optional.of(new LayerChanges())));
  }

  private static void run(Extractor extractor) throws IOException {
    try {
      extractor.run();
    } finally {
      extractor.filler.close();
      extractor.last.close();
    }
  }

  private void run() throws IOException {
    Optional<Member> member = reader.next();
    while (member.isPresent()) {
      add(member.get());
      member = reader.next();
    }
    reader.drain();
    filler.finish();
    // Last and backwards: members change the times of their directories.
    for (int at = directories.size() - 1; at >= 0; at--) {
      Member directory = directories.get(at);
      try (Fd place = open(path(directory))) {
        if (layer.isPresent()) {
          LayerChanges.removeOtherAttributes(place, directory);
        }
        setAttributes(place, directory, false);
      }
    }
  }

  private static MemberPath path(Member member) {
    return MemberPath.of(member.path().bytes());
  }

  private void add(Member member) throws IOException {
    MemberPath path = path(member);
    if (path.isRoot()) {
      if (member.type() != MemberType.DIRECTORY) {
        throw new BadArchive("it wants to replace the root by something else");
      }
      directories.add(member);
      return;
    }
    if (layer.isPresent() && layer.get().removes(root, path)) {
      hasRemoved = true;
      return;
    }
    if (hasRemoved) {
      // The path of the last directory may lead somewhere else now.
      last.close();
      hasRemoved = false;
    }
    Fd parent = last.get(member.path().parent(), unused -> parent(path));
    if (member.type() == MemberType.DIRECTORY) {
      directory(parent, path.name());
      directories.add(member);
    } else {
      make(parent, path, member);
    }
    layer.ifPresent(changes -> changes.add(path, member.type() == MemberType.LINK));
  }

  /** The directory of the member, never behind a link; what is missing is made. */
  private Fd parent(MemberPath path) {
    MemberPath parent = path.parent();
    try {
      return open(parent);
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ELOOP || failure.errno() == Errno.ENOTDIR) {
        throw new BadArchive(path.path() + " in it is below something that is no directory");
      }
      if (failure.errno() != Errno.ENOENT) {
        throw failure;
      }
    }
    return missing(path);
  }

  /** One after the other: a path may have more directories than descriptors may be open. */
  private Fd missing(MemberPath path) {
    List<BytePath> names = path.parent().components();
    int there = names.size() - 1;
    while (there > 0 && !exists(new MemberPath(names.subList(0, there)))) {
      there--;
    }
    Fd directory = open(new MemberPath(names.subList(0, there)));
    for (BytePath name : names.subList(there, names.size())) {
      try (Fd above = directory) {
        makeParent(above, name, path);
        directory = Descriptors.child(above, name, AS_DIRECTORY);
      }
      Attributes.setMode(directory, PARENT_MODE);
    }
    return directory;
  }

  private boolean exists(MemberPath directory) {
    try (Fd place = open(directory)) {
      return place.number() >= 0;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT) {
        return false;
      }
      throw failure;
    }
  }

  private static void makeParent(Fd above, BytePath name, MemberPath path) {
    try {
      Nodes.makeDirectory(above, name);
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EEXIST) {
        // A link of a lower layer, which leads nowhere inside the tree.
        throw new BadArchive(path.path() + " in it is below something that is no directory");
      }
      throw failure;
    }
  }

  private Fd open(MemberPath directory) {
    try {
      return Descriptors.child(root, directory.path(), AS_DIRECTORY);
    } catch (SyscallFailure failure) {
      boolean isBehindLink = failure.errno() == Errno.ELOOP || failure.errno() == Errno.ENOTDIR;
      if (layer.isPresent() && isBehindLink) {
        return layer.get().behindLinks(root, directory);
      }
      throw failure;
    }
  }

  private void directory(Fd parent, BytePath name) {
    try {
      Descriptors.child(parent, name, AS_DIRECTORY).close();
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ELOOP || failure.errno() == Errno.ENOTDIR) {
        Nodes.removeFile(parent, name);
        hasRemoved = true;
      } else if (failure.errno() != Errno.ENOENT) {
        throw failure;
      }
      Nodes.makeDirectory(parent, name);
    }
  }

  private void make(Fd parent, MemberPath path, Member member) throws IOException {
    BytePath name = path.name();
    if (member.type() == MemberType.HARD_LINK) {
      hardLink(parent, path, member);
      return;
    }
    if (isDevice(member) && !limits.anyDevice() && !USUAL_DEVICES.contains(member.device())) {
      throw new BadArchive(member.path() + " in it is a device that images have no use for");
    }
    if (member.type() == MemberType.REGULAR) {
      regular(parent, path, member);
      return;
    }
    try {
      node(parent, name, member);
    } catch (SyscallFailure failure) {
      removeOlder(parent, path, failure);
      node(parent, name, member);
    }
    try (Fd place = Descriptors.child(parent, name, AS_PLACE)) {
      setAttributes(place, member, false);
    }
  }

  private static void node(Fd parent, BytePath name, Member member) {
    switch (member.type()) {
      case LINK -> Nodes.makeLink(parent, name, member.target());
      case CHARACTER_DEVICE ->
          Nodes.makeNode(parent, name, FileType.CHARACTER_DEVICE, member.device());
      case BLOCK_DEVICE -> Nodes.makeNode(parent, name, FileType.BLOCK_DEVICE, member.device());
      case FIFO -> Nodes.makeNode(parent, name, FileType.FIFO, member.device());
      default -> throw new IllegalStateException("not made here: " + member.type());
    }
  }

  private static boolean isDevice(Member member) {
    return member.type() == MemberType.CHARACTER_DEVICE || member.type() == MemberType.BLOCK_DEVICE;
  }

  /** An archive may have a file twice; the later one counts. */
  private void removeOlder(Fd parent, MemberPath path, SyscallFailure why) {
    if (why.errno() != Errno.EEXIST) {
      throw why;
    }
    removeOlder(parent, path);
  }

  /** Directories are not given up. */
  private void removeOlder(Fd parent, MemberPath path) {
    try {
      Nodes.removeFile(parent, path.name());
      hasRemoved = true;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EISDIR) {
        if (layer.isPresent() && !layer.get().hasMade(path)) {
          Trees.remove(parent, path.name());
          hasRemoved = true;
          return;
        }
        throw new BadArchive(path.name() + " in it is a directory first and then something else");
      }
      if (failure.errno() != Errno.ENOENT) {
        throw failure;
      }
    }
  }

  private void hardLink(Fd parent, MemberPath path, Member member) {
    MemberPath target = MemberPath.of(member.target().bytes());
    if (target.isRoot() || member.target().equals(member.path())) {
      throw new BadArchive(member.path() + " in it is a hard link to itself or to the root");
    }
    try (Fd directory = open(target.parent())) {
      // Looked for before the older file is removed: it may be the only one.
      Descriptors.child(directory, target.name(), AS_PLACE).close();
      removeOlder(parent, path);
      Nodes.hardLink(directory, target.name(), parent, path.name());
    } catch (SyscallFailure failure) {
      throw new BadArchive(
          member.path() + " in it is a hard link to " + member.target() + ": " + failure.why());
    }
  }

  private void regular(Fd parent, MemberPath path, Member member) throws IOException {
    boolean isSmall = member.size() <= FileFiller.LARGEST && member.sparse().isEmpty();
    // Who gets notices expects them from one thread.
    if (!isSmall || !member.xattrs().isEmpty()) {
      fillNow(parent, path, member);
      return;
    }
    byte[] content = new byte[(int) member.size()];
    int filled = 0;
    while (filled < content.length) {
      int count = reader.read(buffer, content.length - filled);
      System.arraycopy(buffer, 0, content, filled, count);
      filled += count;
    }
    Fd file = newFile(parent, path);
    filler.fill(file, content, () -> setAttributes(file, member, true));
  }

  private void fillNow(Fd parent, MemberPath path, Member member) throws IOException {
    try (Fd file = newFile(parent, path)) {
      if (member.sparse().isPresent()) {
        Contents.setSize(file, member.size());
        for (SparseMap.Piece piece : member.sparse().get().pieces()) {
          Contents.seek(file, piece.offset());
          copy(file, piece.length());
        }
      } else {
        copy(file, member.size());
      }
      setAttributes(file, member, true);
    }
  }

  private Fd newFile(Fd parent, MemberPath path) {
    try {
      return Descriptors.child(parent, path.name(), AS_NEW_FILE);
    } catch (SyscallFailure failure) {
      removeOlder(parent, path, failure);
      return Descriptors.child(parent, path.name(), AS_NEW_FILE);
    }
  }

  private void copy(Fd file, long length) throws IOException {
    long left = length;
    while (left > 0) {
      int count = reader.read(buffer, left);
      Contents.write(file, buffer, count);
      left -= count;
    }
  }

  /** In this order: the kernel takes set-uid bits and capabilities away when the owner changes. */
  private void setAttributes(Fd place, Member member, boolean isOpen) {
    Attributes.setOwner(place, member.uid(), member.gid());
    if (isOpen) {
      Attributes.setModeOfOpen(place, member.mode());
    } else if (member.type() != MemberType.LINK) {
      Attributes.setMode(place, member.mode());
    }
    for (Map.Entry<BytePath, byte[]> xattr : member.xattrs().entrySet()) {
      if (Attribute.isKept(xattr.getKey())) {
        Xattrs.set(place, xattr.getKey(), xattr.getValue());
      } else {
        notices.accept("left out attribute " + xattr.getKey() + " of " + member.path());
      }
    }
    Attributes.setTime(place, member.seconds(), member.nanoseconds());
  }
}
