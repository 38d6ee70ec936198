package jbuild.runner.image.disk;

import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Holds a disk image against a policy. */
final class PolicyCheck {
  private final ImagePolicy policy;
  private final String image;

  PolicyCheck(ImagePolicy policy, String image) {
    this.policy = policy;
    this.image = image;
  }

  /** Whether a partition that is there is used; fails when it must not be there. */
  boolean uses(PartitionUse use) {
    if (policy.of(use).contains(PolicyFlag.UNUSED) || policy.uses(use)) {
      return policy.uses(use);
    }
    throw refused(use, "it is there", PolicyFlag.PRESENCE);
  }

  /** What is not used has to be allowed to be missing, or to lie there. */
  void notUsed(PartitionUse use, boolean isThere) {
    PolicyFlag found = isThere ? PolicyFlag.UNUSED : PolicyFlag.ABSENT;
    if (!policy.of(use).contains(found)) {
      throw refused(use, isThere ? "it is not used" : "it is missing", PolicyFlag.PRESENCE);
    }
  }

  /** Hashes that nobody checks here are as good as none. */
  void hashes(PartitionUse use, boolean isThere) {
    Set<PolicyFlag> allowed = policy.of(use);
    if (allowed.contains(isThere ? PolicyFlag.UNUSED : PolicyFlag.ABSENT)) {
      return;
    }
    if (!policy.uses(use)) {
      throw refused(use, isThere ? "it is there" : "it is missing", PolicyFlag.PRESENCE);
    }
    if (!isThere) {
      throw refused(use, "it is missing", PolicyFlag.PRESENCE);
    }
    throw unchecked();
  }

  /** What is going to be mounted: a partition, or the whole image. */
  void used(PartitionUse use, FileSystemKind kind, Optional<Partition> partition) {
    Set<PolicyFlag> allowed = policy.of(use);
    boolean isLocked = kind == FileSystemKind.LUKS;
    PolicyFlag found = isLocked ? PolicyFlag.ENCRYPTED : PolicyFlag.UNPROTECTED;
    if (!allowed.contains(found)) {
      boolean byHashes = allowed.contains(PolicyFlag.VERITY) || allowed.contains(PolicyFlag.SIGNED);
      if (byHashes && !isLocked) {
        throw unchecked();
      }
      throw refused(use, "it is " + found.word(), PolicyFlag.PRESENCE);
    }
    boolean isReadOnly = partition.isPresent() && partition.get().isReadOnly();
    boolean isGrowing = partition.isPresent() && partition.get().isGrowing();
    flag(
        use, isReadOnly ? PolicyFlag.READ_ONLY_ON : PolicyFlag.READ_ONLY_OFF, PolicyFlag.READ_ONLY);
    flag(use, isGrowing ? PolicyFlag.GROWFS_ON : PolicyFlag.GROWFS_OFF, PolicyFlag.GROWING);
    Optional<PolicyFlag> fileSystem = kind.flag();
    if (fileSystem.isPresent()) {
      flag(use, fileSystem.get(), PolicyFlag.FILE_SYSTEMS);
    }
  }

  private void flag(PartitionUse use, PolicyFlag found, Set<PolicyFlag> kind) {
    if (!policy.of(use).contains(found)) {
      throw refused(use, "it has " + found.word(), kind);
    }
  }

  private Failure unchecked() {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot use the disk image " + image,
        "the image policy wants dm-verity, which jbuild does not set up",
        "allow unprotected in --image-policy=, or open it with veritysetup and name /dev/mapper/…");
  }

  private DiskFailure refused(PartitionUse use, String found, Set<PolicyFlag> kind) {
    return new DiskFailure(
        image,
        "of its "
            + use.word()
            + " partition the image policy allows "
            + policy.shown(use, kind)
            + ", but "
            + found,
        "change the image, or --image-policy=");
  }
}
