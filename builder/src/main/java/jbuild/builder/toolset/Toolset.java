package jbuild.builder.toolset;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Programs that belong together, because one package of Debian or a few bring them. */
public enum Toolset {
  EXT4(List.of("e2fsprogs"), List.of("mkfs.ext4", "debugfs")),
  BTRFS(List.of("btrfs-progs"), List.of("mkfs.btrfs")),
  XFS(List.of("xfsprogs"), List.of("mkfs.xfs")),
  EROFS(List.of("erofs-utils"), List.of("mkfs.erofs")),
  SQUASHFS(List.of("squashfs-tools"), List.of("mksquashfs")),
  FAT(List.of("dosfstools", "mtools"), List.of("mkfs.vfat", "mcopy", "mmd")),
  /** Of Debian and its family. */
  DEBOOTSTRAP(DebootstrapTools.PACKAGES, DebootstrapTools.PROGRAMS),
  /** Labels files for SELinux. */
  SELINUX(List.of("policycoreutils"), List.of("setfiles")),
  /** Of Arch and its descendants. */
  PACMAN(PacmanTools.PACKAGES, PacmanTools.PROGRAMS),
  /** Of Fedora and its family. */
  DNF(RpmTools.needs("dnf", "dnf5"), RpmTools.packages("dnf")),
  /** Of openSUSE. */
  ZYPPER(RpmTools.needs("zypper"), RpmTools.packages("zypper"));

  /** Interpreters of scripts beside the programs that are wanted. */
  private static final Set<String> REFUSED = Set.of("debconf", "perl", "python3", "udev");

  private final List<String> packages;
  private final List<Need> needs;

  Toolset(List<String> packages, List<String> programs) {
    this(programs.stream().map(Need::of).toList(), packages.toArray(String[]::new));
  }

  Toolset(List<Need> needs, String... packages) {
    this.packages = List.of(packages);
    this.needs = needs;
  }

  /** What of it a tree does not have. */
  Optional<Need> missingIn(ProgramTree tree) {
    return needs.stream().filter(need -> !need.isIn(tree)).findFirst();
  }

  PackageTree tree() {
    return switch (this) {
      case DEBOOTSTRAP ->
          new PackageTree(
              packages.get(0), packages, DebootstrapTools.REFUSED, DebootstrapTools::finish);
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
      case DEBOOTSTRAP, DNF, ZYPPER -> packages.get(0);
      default -> String.join(", ", packages);
    };
  }
}
