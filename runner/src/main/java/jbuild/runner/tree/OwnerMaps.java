package jbuild.runner.tree;

import java.util.List;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.UserNamespaces;
import jbuild.runner.settings.UserNamespace;

/** Shows the files of a detached tree with other owners than they have on the disk. */
final class OwnerMaps {
  /**
   * Whose the host's root is on the disk, so that it can make places for mounts: without a number
   * there it may make nothing. The same as systemd's UID_MAPPED_ROOT.
   */
  private static final long HOST_ROOT = 2_147_418_112L;

  private OwnerMaps() {}

  /** The owners are a machine's users. */
  static void toMachine(Fd tree, UserNamespace users) {
    toMachine(tree, IdMap.of(users.base(), users.size()));
  }

  /**
   * The same, with owners on the disk that are not counted from 0.
   *
   * @param owners from those on the disk to those that are shown
   */
  static void toMachine(Fd tree, IdMap owners) {
    IdMap.Extent first = owners.extents().get(0);
    IdMap ids = owners;
    if (first.outside() > 0 && first.inside() + first.count() <= HOST_ROOT) {
      ids = new IdMap(List.of(first, new IdMap.Extent(HOST_ROOT, 0, 1)));
    }
    map(tree, ids, ids);
  }

  /** What belongs to one owner is shown as another one's, and the other way round. */
  static void oneToOne(Fd tree, FileStatus owner, long shownUser, long shownGroup) {
    map(tree, single(owner.uid(), shownUser), single(owner.gid(), shownGroup));
  }

  private static IdMap single(long real, long shown) {
    return new IdMap(List.of(new IdMap.Extent(real, shown, 1)));
  }

  private static void map(Fd tree, IdMap users, IdMap groups) {
    try (Fd namespace = UserNamespaces.mapped(users, groups)) {
      Mounts.mapOwners(tree, namespace);
    }
  }
}
