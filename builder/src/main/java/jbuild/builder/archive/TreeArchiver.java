package jbuild.builder.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Xattrs;

/** Turns a tree into the members of one archive. */
final class TreeArchiver {
  private static final int BUFFER = 128 * 1024;
  private static final long AS_INPUT = Descriptors.O_RDONLY | Descriptors.O_NONBLOCK;
  private static final BytePath NOWHERE = BytePath.of("");

  /** What a file is to the kernel; all its names have it. */
  private record Identity(FileStatus.Device device, long inode) {}

  /** A directory that is written when the first file below it is. */
  private record Waiting(BytePath path, Fd place, FileStatus status) {}

  private final TarWriter writer;
  private final BiPredicate<BytePath, FileStatus> chosen;
  private final boolean labelled;
  private final Consumer<String> notices;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<Identity, BytePath> firstNames = new HashMap<>();
  private final byte[] buffer = new byte[BUFFER];

  private TreeArchiver(
      TarWriter writer,
      BiPredicate<BytePath, FileStatus> chosen,
      boolean labelled,
      Consumer<String> notices) {
    this.labelled = labelled;
    this.writer = writer;
    this.chosen = chosen;
    this.notices = notices;
  }

  /**
   * Writes all of the tree, sorted by name.
   *
   * @param labelled whether labels of SELinux are written too
   * @param notices gets a line for everything that is left out
   */
  static void write(Fd root, OutputStream out, boolean labelled, Consumer<String> notices)
      throws IOException {
    write(root, new TarWriter(out), (path, status) -> true, labelled, notices);
  }

  /**
   * Writes a layer: what is chosen of the tree and the directories above it, sorted by name.
   *
   * @param chosen says the same of all names of a file
   * @param notices gets a line for everything else that is left out
   */
  static void writeLayer(
      Fd root, OutputStream out, BiPredicate<BytePath, FileStatus> chosen, Consumer<String> notices)
      throws IOException {
    write(root, TarWriter.ofLayer(out), chosen, false, notices);
  }

  private static void write(
      Fd root,
      TarWriter writer,
      BiPredicate<BytePath, FileStatus> chosen,
      boolean labelled,
      Consumer<String> notices)
      throws IOException {
    TreeArchiver archiver = new TreeArchiver(writer, chosen, labelled, notices);
    try {
      TreeWalk.visit(root, archiver::visit);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    writer.finish();
  }

  private void visit(BytePath path, Fd place, FileStatus status) {
    while (!waiting.isEmpty() && !isAbove(waiting.getLast().path(), path)) {
      waiting.removeLast();
    }
    if (chosen.test(path, status)) {
      while (!waiting.isEmpty()) {
        Waiting directory = waiting.removeFirst();
        add(directory.path(), directory.place(), directory.status());
      }
      add(path, place, status);
    } else if (status.isDirectory()) {
      // It stays open until all below it was visited.
      waiting.addLast(new Waiting(path, place, status));
    }
  }

  private static boolean isAbove(BytePath directory, BytePath path) {
    byte[] above = directory.bytes();
    byte[] below = path.bytes();
    return above.length == 0
        || below.length > above.length
            && below[above.length] == '/'
            && Arrays.equals(above, 0, above.length, below, 0, above.length);
  }

  private void add(BytePath path, Fd place, FileStatus status) {
    Optional<MemberType> type = MemberType.of(status.type());
    if (type.isEmpty()) {
      notices.accept("left out " + path + ": it is " + status.type());
      return;
    }
    try {
      Identity identity = new Identity(status.device(), status.inode());
      BytePath first = status.isDirectory() ? path : firstNames.getOrDefault(identity, path);
      if (!first.equals(path)) {
        writer.begin(member(path, MemberType.HARD_LINK, first, status, Optional.empty(), Map.of()));
      } else if (status.isRegular()) {
        regular(path, place, status);
      } else {
        BytePath target = status.type() == FileType.LINK ? Nodes.target(place) : NOWHERE;
        writer.begin(member(path, type.get(), target, status, Optional.empty(), xattrs(place)));
      }
      if (!status.isDirectory() && status.links() > 1) {
        firstNames.putIfAbsent(identity, path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void regular(BytePath path, Fd place, FileStatus status) throws IOException {
    try (Fd file = Descriptors.reopen(place, AS_INPUT)) {
      Optional<SparseMap> sparse = SparseMap.of(file, status);
      writer.begin(member(path, MemberType.REGULAR, NOWHERE, status, sparse, xattrs(place)));
      if (sparse.isPresent()) {
        for (SparseMap.Piece piece : sparse.get().pieces()) {
          copy(file, piece);
        }
      } else {
        copy(file, new SparseMap.Piece(0, status.size()));
      }
    }
  }

  private void copy(Fd file, SparseMap.Piece piece) throws IOException {
    Contents.seek(file, piece.offset());
    long left = piece.length();
    while (left > 0) {
      int count = Contents.read(file, buffer, (int) Math.min(buffer.length, left));
      if (count == 0) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot archive " + file.name(),
            "it became shorter meanwhile",
            "end what writes to the tree, then try again");
      }
      writer.data(buffer, count);
      left -= count;
    }
  }

  private static Member member(
      BytePath path,
      MemberType type,
      BytePath target,
      FileStatus status,
      Optional<SparseMap> sparse,
      Map<BytePath, byte[]> xattrs) {
    return new Member(
        path,
        type,
        target,
        status.mode(),
        status.uid(),
        status.gid(),
        status.size(),
        status.seconds(),
        status.nanoseconds(),
        status.special(),
        sparse,
        xattrs);
  }

  private Map<BytePath, byte[]> xattrs(Fd place) {
    Map<BytePath, byte[]> xattrs = new TreeMap<>();
    for (BytePath name : Xattrs.names(place)) {
      if (Attribute.isKept(name) || labelled && Attribute.isLabel(name)) {
        Xattrs.get(place, name).ifPresent(value -> xattrs.put(name, value));
      }
    }
    return xattrs;
  }
}
