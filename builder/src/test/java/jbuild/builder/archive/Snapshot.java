package jbuild.builder.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Xattrs;

/** All that a tree is, as lines that can be compared. */
final class Snapshot {
  private static final int LONGEST_SHOWN = 1 << 16;

  private Snapshot() {}

  static List<String> of(Path directory) {
    try (ImageTree tree = ImageTree.open(directory)) {
      List<String> lines = new ArrayList<>();
      TreeWalk.visit(tree.root(), (path, place, status) -> lines.add(line(path, place, status)));
      return lines;
    }
  }

  private static String line(BytePath path, Fd place, FileStatus status) {
    String size = status.isDirectory() ? "-" : Long.toString(status.size());
    String links = status.isDirectory() ? "-" : Long.toString(status.links());
    TreeMap<String, String> xattrs = new TreeMap<>();
    for (BytePath name : Xattrs.names(place)) {
      xattrs.put(name.toString(), hex(Xattrs.get(place, name).orElseThrow()));
    }
    return String.join(
        " ",
        new String(path.bytes(), StandardCharsets.ISO_8859_1),
        status.type().name(),
        "0%o".formatted(status.mode()),
        status.uid() + ":" + status.gid(),
        "size " + size,
        "links " + links,
        "device " + status.special().major() + ":" + status.special().minor(),
        "time " + status.seconds() + "." + status.nanoseconds(),
        status.type() == FileType.LINK ? "to " + hex(Nodes.target(place).bytes()) : "",
        xattrs.toString(),
        content(place, status));
  }

  private static String content(Fd place, FileStatus status) {
    if (!status.isRegular() || status.size() > LONGEST_SHOWN) {
      return "";
    }
    try (Fd file = Descriptors.reopen(place, Descriptors.O_RDONLY)) {
      return hex(Contents.read(file, LONGEST_SHOWN));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
