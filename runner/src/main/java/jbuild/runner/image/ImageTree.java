package jbuild.runner.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.SyscallFailure;

/**
 * A tree of files that may be hostile: every path is resolved inside its root.
 *
 * <p>Paths may begin with / or not. Links on the way are followed, and end inside the tree wherever
 * they point to. What is written replaces a link instead of following it.
 */
public final class ImageTree implements AutoCloseable {
  private static final int PARENT_MODE = 0755;
  private static final long AS_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;
  private static final long AS_PLACE_ITSELF = Descriptors.O_PATH | Descriptors.O_NOFOLLOW;
  private static final long AS_NEW_FILE =
      Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_EXCL;
  private static final long AS_INPUT =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  private final Fd root;
  private final long base;

  private ImageTree(Fd root, long base) {
    this.root = root;
    this.base = base;
  }

  /** The tree below a directory or mount that is open already; it is closed with this. */
  public static ImageTree at(Fd root) {
    return new ImageTree(root, 0);
  }

  /** The same, but whatever is made there belongs to users whose numbers are moved by the base. */
  public static ImageTree at(Fd root, long base) {
    return new ImageTree(root, base);
  }

  public static ImageTree open(Path directory) {
    return at(Descriptors.onHost(BytePath.of(directory.toString()), AS_DIRECTORY));
  }

  /** The content of a regular file of at most so many bytes; empty when it is missing. */
  public Optional<byte[]> read(String path, int limit) {
    try (Fd place = Descriptors.inside(root, BytePath.of(path))) {
      FileType type = FileStatus.of(place).type();
      if (type != FileType.REGULAR) {
        throw failure("read", path, "it is " + type, "put a regular file there");
      }
      try (Fd file = Descriptors.reopen(place, AS_INPUT)) {
        byte[] content = Contents.read(file, limit + 1);
        if (content.length > limit) {
          String why = "it has more than " + limit + " bytes";
          throw failure("read", path, why, "put a smaller file there");
        }
        return Optional.of(content);
      }
    } catch (SyscallFailure failure) {
      return emptyIfMissing(failure);
    }
  }

  /** Writes a file in one step, replacing what is there unless it is a directory. */
  public void write(String path, byte[] content, int mode, int uid, int gid) {
    Place place = Place.of(path);
    try (Fd parent = makeParents(place)) {
      replace(
          parent,
          place,
          new Making() {
            @Override
            public void make(BytePath aside) {
              try (Fd file = Descriptors.child(parent, aside, AS_NEW_FILE)) {
                Contents.write(file, content);
                setAttributes(file, mode, uid, gid);
              }
            }
          });
    }
  }

  /** Makes a symbolic link in one step, replacing what is there unless it is a directory. */
  public void link(String path, String target) {
    Place place = Place.of(path);
    BytePath destination = BytePath.of(target);
    try (Fd parent = makeParents(place)) {
      if (base == 0 && linked(parent, place.bytes(), destination)) {
        return;
      }
      replace(
          parent,
          place,
          new Making() {
            @Override
            public void make(BytePath aside) {
              Nodes.makeLink(parent, aside, destination);
              ownLink(parent, aside);
            }
          });
    }
  }

  /** Whether nothing was there: then one step is enough, as long as nobody else is to own it. */
  private static boolean linked(Fd parent, BytePath name, BytePath destination) {
    try {
      Nodes.makeLink(parent, name, destination);
      return true;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EEXIST) {
        return false;
      }
      throw failure;
    }
  }

  /** Makes the directory unless it exists, and in both cases sets its mode and owner. */
  public void directory(String path, int mode, int uid, int gid) {
    Place place = Place.of(path);
    try (Fd parent = makeParents(place)) {
      makeUnlessThere(parent, place.name());
    }
    try (Fd directory = Descriptors.inside(root, BytePath.of(path), AS_DIRECTORY)) {
      setAttributes(directory, mode, uid, gid);
    }
  }

  /**
   * Removes a file, a link itself or a directory with all that is below; it may be missing. Fails
   * where another file system is mounted.
   */
  public void remove(String path) {
    Place place = Place.of(path);
    try (Fd parent = Descriptors.inside(root, place.parent(), AS_DIRECTORY)) {
      Trees.remove(parent, place.bytes());
    } catch (SyscallFailure failure) {
      emptyIfMissing(failure);
    }
  }

  /** Removes a file or a link itself; it may be missing. Fails where there is a directory. */
  public void removeFile(String path) {
    Place place = Place.of(path);
    try (Fd parent = Descriptors.inside(root, place.parent(), AS_DIRECTORY)) {
      Nodes.removeFile(parent, place.bytes());
    } catch (SyscallFailure failure) {
      emptyIfMissing(failure);
    }
  }

  /** What is at the path; a link is not followed. Empty when nothing is there. */
  public Optional<FileType> type(String path) {
    try (Fd place = Descriptors.inside(root, BytePath.of(path), AS_PLACE_ITSELF)) {
      return Optional.of(FileStatus.of(place).type());
    } catch (SyscallFailure failure) {
      return emptyIfMissing(failure);
    }
  }

  /** Sets the time of the last change of a file, or of a link itself. */
  public void setTime(String path, long seconds, int nanoseconds) {
    try (Fd place = Descriptors.inside(root, BytePath.of(path), AS_PLACE_ITSELF)) {
      Attributes.setTime(place, seconds, nanoseconds);
    }
  }

  /** Whether the path leads to anything; a link that leads nowhere does not count. */
  public boolean exists(String path) {
    try (Fd place = Descriptors.inside(root, BytePath.of(path))) {
      return place.number() >= 0;
    } catch (SyscallFailure failure) {
      return emptyIfMissing(failure).isPresent();
    }
  }

  /** The names in a directory, sorted; none when it is missing. */
  public List<String> list(String path) {
    try (Fd directory = Descriptors.inside(root, BytePath.of(path), AS_DIRECTORY)) {
      List<String> names = new ArrayList<>();
      for (BytePath name : Directories.names(directory)) {
        names.add(text(name));
      }
      return names;
    } catch (SyscallFailure failure) {
      return ImageTree.<List<String>>emptyIfMissing(failure).orElse(List.of());
    }
  }

  /** Where a symbolic link points to; empty when it is missing or something else. */
  public Optional<String> readLink(String path) {
    try (Fd place = Descriptors.inside(root, BytePath.of(path), AS_PLACE_ITSELF)) {
      return FileStatus.of(place).type() == FileType.LINK
          ? Optional.of(text(Nodes.target(place)))
          : Optional.empty();
    } catch (SyscallFailure failure) {
      return emptyIfMissing(failure);
    }
  }

  /** What the kernel says of the file that the path leads to. */
  public FileStatus status(String path) {
    try (Fd place = Descriptors.inside(root, BytePath.of(path))) {
      return FileStatus.of(place);
    }
  }

  /** The root as a place, for calls that take descriptors; it is closed with the tree. */
  public Fd root() {
    return root;
  }

  @Override
  public void close() {
    root.close();
  }

  private Fd makeParents(Place place) {
    Optional<Fd> there = find(place.parent());
    if (there.isPresent()) {
      return there.get();
    }
    Fd parent = Descriptors.inside(root, BytePath.of("."), AS_DIRECTORY);
    StringBuilder path = new StringBuilder();
    for (String name : place.parents()) {
      path.append('/').append(name);
      try (Fd before = parent) {
        parent = makeParent(before, path.toString(), name);
      }
    }
    return parent;
  }

  /** Resolved from the root each time: links and .. on the way mean the same as in one go. */
  private Fd makeParent(Fd parent, String path, String name) {
    Optional<Fd> there = find(BytePath.of(path));
    if (there.isPresent()) {
      return there.get();
    }
    if (!makeUnlessThere(parent, name)) {
      // Another thread may have made it just now.
      return find(BytePath.of(path))
          .orElseThrow(
              () ->
                  failure(
                      "make directory",
                      path,
                      "a link of this name leads nowhere",
                      "make what it should lead to, or remove it"));
    }
    Fd directory = Descriptors.child(parent, BytePath.of(name), AS_DIRECTORY);
    setAttributes(directory, PARENT_MODE, 0, 0);
    return directory;
  }

  private Optional<Fd> find(BytePath path) {
    try {
      return Optional.of(Descriptors.inside(root, path, AS_DIRECTORY));
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static boolean makeUnlessThere(Fd parent, String name) {
    try {
      Nodes.makeDirectory(parent, BytePath.of(name));
      return true;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EEXIST) {
        return false;
      }
      throw failure;
    }
  }

  private void setAttributes(Fd fd, int mode, int uid, int gid) {
    Attributes.setOwner(fd, base + uid, base + gid);
    Attributes.setMode(fd, mode);
  }

  private void ownLink(Fd parent, BytePath name) {
    if (base != 0) {
      try (Fd link = Descriptors.child(parent, name, Descriptors.O_PATH)) {
        Attributes.setOwner(link, base, base);
      }
    }
  }

  /** Makes something under a name of its own. */
  private interface Making {
    void make(BytePath aside);
  }

  private static void replace(Fd parent, Place place, Making making) {
    long random = ThreadLocalRandom.current().nextLong();
    BytePath aside = BytePath.of(".#jbuild-" + Long.toHexString(random));
    try {
      making.make(aside);
      Renames.replace(parent, aside, parent, place.bytes());
    } catch (Failure failure) {
      Trees.remove(parent, aside);
      throw failure;
    }
  }

  private static String text(BytePath path) {
    return new String(path.bytes(), StandardCharsets.UTF_8);
  }

  private static <T> Optional<T> emptyIfMissing(SyscallFailure failure) {
    if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
      return Optional.empty();
    }
    throw failure;
  }

  private Failure failure(String verb, String path, String why, String fix) {
    String what = "cannot " + verb + " " + path + " in " + root.name();
    return new Failure(ExitStatus.FAILED, what, why, fix);
  }
}
