package jbuild.builder.disk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;

/** What a tree has, as far as it decides how large a file system must be and what is in it. */
final class TreeRecord {
  private static final int BLOCK = 4096;
  private static final int SECTOR = 512;
  private static final int LONGEST_LINK_IN_INODE = 59;
  private static final int DIRECTORY_ENTRY = 12;

  private final List<TreeNode> nodes = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();
  private final Deque<Integer> above = new ArrayDeque<>();
  private long inodes;
  private long blocks;
  private long directoryBytes;
  private long holes;
  private long newest;

  private TreeRecord() {}

  static TreeRecord of(PartitionTree tree) {
    TreeRecord record = new TreeRecord();
    try (ImageTree opened = ImageTree.open(tree.directory())) {
      TreeWalk.look(
          opened.root(),
          (path, directory, status) -> {
            if (!tree.isElsewhere(path)) {
              record.add(path, directory, status);
            }
          });
    }
    return record;
  }

  private void add(BytePath path, Fd directory, FileStatus status) {
    int depth = depth(path);
    while (above.size() > depth) {
      above.pop();
    }
    int index = nodes.size();
    int parent = above.isEmpty() ? 0 : above.peek();
    BytePath name = path.name();
    nodes.add(TreeNode.of(parent, name, status));
    if (status.isDirectory()) {
      above.push(index);
    }
    newest = Math.max(newest, status.seconds());
    directoryBytes += DIRECTORY_ENTRY + name.bytes().length;
    boolean again = !status.isDirectory() && status.links() > 1 && !seen.add(status.inode());
    if (!again) {
      count(directory, name, status);
    }
  }

  private static int depth(BytePath path) {
    int depth = path.isEmpty() ? 0 : 1;
    for (byte character : path.bytes()) {
      depth += character == '/' ? 1 : 0;
    }
    return depth;
  }

  private void count(Fd directory, BytePath name, FileStatus status) {
    inodes++;
    if (status.isRegular()) {
      long data = dataBlocks(directory, name, status);
      blocks += data;
      holes += (status.size() + BLOCK - 1) / BLOCK - data;
    } else if (status.isDirectory()) {
      blocks++;
    } else if (status.type() == FileType.LINK && status.size() > LONGEST_LINK_IN_INODE) {
      blocks++;
    }
  }

  /** Programs that populate file systems leave out what was never written. */
  private static long dataBlocks(Fd directory, BytePath name, FileStatus status) {
    long whole = (status.size() + BLOCK - 1) / BLOCK;
    if (status.blocks() * SECTOR >= status.size()) {
      return whole;
    }
    long blocks = 0;
    long flags = Descriptors.O_RDONLY | Descriptors.O_NONBLOCK;
    try (Fd place = Descriptors.child(directory, name, Descriptors.O_PATH);
        Fd file = Descriptors.reopen(place, flags)) {
      OptionalLong start = Contents.nextData(file, 0);
      while (start.isPresent()) {
        long end = Contents.nextHole(file, start.getAsLong());
        blocks += (end + BLOCK - 1) / BLOCK - start.getAsLong() / BLOCK;
        start = Contents.nextData(file, end);
      }
    }
    return Math.min(blocks, whole);
  }

  /** A directory before what it has, the root first. */
  List<TreeNode> nodes() {
    return nodes;
  }

  boolean hasInRoot(String name) {
    BytePath wanted = BytePath.of(name);
    return nodes.stream().anyMatch(node -> node.parent() == 0 && node.name().equals(wanted));
  }

  long inodes() {
    return inodes;
  }

  /** Of all that files have but attributes, few of which find no room in inodes; in bytes. */
  long content() {
    return (blocks + directoryBytes / (BLOCK / 2)) * BLOCK;
  }

  /** What files have that was never written, in bytes. */
  long holes() {
    return holes * BLOCK;
  }

  /** The time of the last change, in seconds since 1970. */
  long newest() {
    return newest;
  }
}
