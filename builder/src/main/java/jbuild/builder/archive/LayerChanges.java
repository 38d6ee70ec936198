package jbuild.builder.archive;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.linux.Xattrs;

/**
 * What one layer of an image has changed so far in the tree of the layers below it. Its whiteouts
 * take away what those have brought, and never what it brings itself.
 *
 * <p>See "Image Layer Filesystem Changeset" in the image specification of the Open Container
 * Initiative.
 */
final class LayerChanges {
  private static final long AS_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;
  private static final byte[] WHITEOUT = {'.', 'w', 'h', '.'};
  private static final BytePath OPAQUE = BytePath.of(".wh..wh..opq");

  /** Its name and its directories' names; true stands for a symbolic link. */
  private final Map<List<BytePath>, Boolean> made = new HashMap<>();

  /** Whether the member stands for a removal, which is done then. */
  boolean removes(Fd root, MemberPath path) {
    List<BytePath> names = path.components();
    for (BytePath name : names.subList(0, names.size() - 1)) {
      if (isReserved(name.bytes())) {
        throw new BadArchive(path.path() + " in it is below a name that is kept for whiteouts");
      }
    }
    byte[] name = path.name().bytes();
    if (!isReserved(name)) {
      return false;
    }
    if (path.name().equals(OPAQUE)) {
      inDirectory(root, path, directory -> clear(directory, path.parent().components()));
    } else if (!isReserved(rest(name))) {
      BytePath hidden = hidden(path, rest(name));
      inDirectory(root, path, directory -> hide(directory, path.parent(), hidden));
    }
    // All other names that begin so twice are notes of a file system for itself.
    return true;
  }

  /** A file of such a name would take others away wherever its layer is applied. */
  static void refuseReserved(BytePath path) {
    if (isReserved(path.name().bytes())) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot put " + path + " into a layer",
          "names that begin with .wh. stand for files that are removed",
          "rename or remove it, or choose an output that is no image of OCI");
    }
  }

  private static boolean isReserved(byte[] name) {
    for (int at = 0; at < WHITEOUT.length; at++) {
      if (at == name.length || name[at] != WHITEOUT[at]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] rest(byte[] name) {
    return Arrays.copyOfRange(name, WHITEOUT.length, name.length);
  }

  private static BytePath hidden(MemberPath path, byte[] name) {
    BytePath hidden = BytePath.of(name);
    if (hidden.isEmpty() || hidden.equals(MemberPath.HERE) || hidden.equals(MemberPath.UP)) {
      throw new BadArchive(path.path() + " in it is a whiteout of nothing that has a name");
    }
    return hidden;
  }

  private interface Removal {
    void in(Fd directory);
  }

  /** Does it in the directory of a whiteout, never behind a link; it may be missing. */
  private static void inDirectory(Fd root, MemberPath whiteout, Removal removal) {
    try (Fd directory = Descriptors.child(root, whiteout.parent().path(), AS_DIRECTORY)) {
      removal.in(directory);
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ELOOP || failure.errno() == Errno.ENOTDIR) {
        throw new BadArchive(whiteout.path() + " in it is a whiteout behind a link");
      }
      if (failure.errno() != Errno.ENOENT) {
        throw failure;
      }
    }
  }

  private void hide(Fd directory, MemberPath parent, BytePath name) {
    List<BytePath> path = parent.child(name).components();
    if (!made.containsKey(path)) {
      Trees.remove(directory, name);
      return;
    }
    try (Fd place = Descriptors.child(directory, name, Descriptors.O_PATH)) {
      if (FileStatus.of(place).isDirectory()) {
        clear(place, path);
      }
    }
  }

  /** Takes everything away that is older than the layer. */
  private void clear(Fd directory, List<BytePath> path) {
    for (BytePath name : Directories.names(directory)) {
      hide(directory, new MemberPath(path), name);
    }
  }

  /** To be called for each file after it was made. */
  void add(MemberPath path, boolean isLink) {
    List<BytePath> names = path.components();
    made.put(names, isLink);
    for (int length = names.size() - 1; length > 0; length--) {
      if (made.putIfAbsent(names.subList(0, length), false) != null) {
        return;
      }
    }
  }

  /** Whether the file, or one in it, is the layer's own. */
  boolean hasMade(MemberPath path) {
    return made.containsKey(path.components());
  }

  /**
   * Opens a directory behind links of layers below, inside the root wherever they lead. A layer
   * that goes through a link of its own is up to something.
   */
  Fd behindLinks(Fd root, MemberPath path) {
    List<BytePath> names = path.components();
    for (int length = 1; length <= names.size(); length++) {
      if (made.getOrDefault(names.subList(0, length), false)) {
        throw new BadArchive(path.path() + " in it is behind a link that it has made itself");
      }
    }
    return Descriptors.inside(root, path.path(), AS_DIRECTORY);
  }

  /** A directory of a layer below that the layer describes anew has what it says and no more. */
  static void removeOtherAttributes(Fd directory, Member member) {
    for (BytePath name : Xattrs.names(directory)) {
      if (Attribute.isKept(name) && !member.xattrs().containsKey(name)) {
        Xattrs.remove(directory, name);
      }
    }
  }
}
