package jbuild.builder.output;

import java.nio.file.Path;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Xattrs;

/**
 * What programs that make file systems of a tree must be told, or cannot take.
 *
 * @param newest the time of the last change in it, in seconds since 1970
 * @param lists how many files have access control lists
 */
record TreeFacts(long newest, long lists) {
  private static final BytePath ACCESS = BytePath.of("system.posix_acl_access");
  private static final BytePath DEFAULT = BytePath.of("system.posix_acl_default");

  static TreeFacts of(Path root) {
    long[] newest = {0};
    long[] lists = {0};
    try (ImageTree tree = ImageTree.open(root)) {
      TreeWalk.visit(
          tree.root(),
          (path, place, status) -> {
            newest[0] = Math.max(newest[0], status.seconds());
            lists[0] += hasList(place, status) ? 1 : 0;
          });
    }
    return new TreeFacts(newest[0], lists[0]);
  }

  private static boolean hasList(Fd place, FileStatus status) {
    // No others can have one; to ask costs more than to look at the type.
    boolean mayHave = status.type() != FileType.LINK;
    return mayHave
        && Xattrs.names(place).stream()
            .anyMatch(name -> name.equals(ACCESS) || name.equals(DEFAULT));
  }
}
