package jbuild.builder.toolset;

import java.util.List;
import java.util.Set;

/** Programs that belong together, because one package of Debian or a few bring them. */
public enum Toolset {
  EXT4(List.of("e2fsprogs"), List.of("mkfs.ext4", "debugfs")),
  BTRFS(List.of("btrfs-progs"), List.of("mkfs.btrfs")),
  XFS(List.of("xfsprogs"), List.of("mkfs.xfs")),
  EROFS(List.of("erofs-utils"), List.of("mkfs.erofs")),
  SQUASHFS(List.of("squashfs-tools"), List.of("mksquashfs")),
  FAT(List.of("dosfstools", "mtools"), List.of("mkfs.vfat", "mcopy", "mmd")),
  /** Of Arch and its descendants. */
  PACMAN(PacmanTools.PACKAGES, PacmanTools.PROGRAMS),
  /** Of Fedora and its family. */
  DNF(RpmTools.packages("dnf"), RpmTools.programs("dnf")),
  /** Of openSUSE. */
  ZYPPER(RpmTools.packages("zypper"), RpmTools.programs("zypper"));

  /** Interpreters of scripts beside the programs that are wanted. */
  private static final Set<String> REFUSED = Set.of("debconf", "perl", "python3", "udev");

  private final List<String> packages;
  private final List<String> programs;

  Toolset(List<String> packages, List<String> programs) {
    this.packages = packages;
    this.programs = programs;
  }

  List<String> programs() {
    return programs;
  }

  PackageTree tree() {
    return switch (this) {
      case PACMAN ->
          new PackageTree(packages.get(0), packages, PacmanTools.REFUSED, PacmanTools::finish);
      case DNF, ZYPPER ->
          new PackageTree(packages.get(0), packages, RpmTools.REFUSED, RpmTools::finish);
      default -> new PackageTree(packages.get(0), packages, REFUSED, tree -> {});
    };
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return switch (this) {
      case PACMAN -> "pacman";
      case DNF, ZYPPER -> packages.get(0);
      default -> String.join(", ", packages);
    };
  }
}
