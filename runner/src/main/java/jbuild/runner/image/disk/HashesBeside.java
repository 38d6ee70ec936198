package jbuild.runner.image.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Xattrs;

/**
 * Hashes of dm-verity that belong to a disk image and are not in it; see systemd-nspawn(1),
 * --root-hash=. Nothing checks them here: such an image starts only where the policy asks for no
 * protection.
 */
public final class HashesBeside {
  private static final String DISK = ".raw";

  /** What is of no use without a hash: the original does not look at it then. */
  private static final String[] COMPANIONS = {".verity", ".roothash.p7s", ".usrhash.p7s"};

  private HashesBeside() {}

  /**
   * Fails when a file system that is used has to be checked.
   *
   * @param image its own path: nothing lies beside what a link leads from
   * @param notices hears of hashes that the policy does without
   */
  public static void check(Path image, ImagePolicy policy, Notices notices) {
    // What devices belong to, their names do not say.
    if (image.startsWith("/dev")) {
      return;
    }
    boolean isRoot = check(image, PartitionUse.ROOT, "roothash", policy, notices);
    boolean isUsr = check(image, PartitionUse.USR, "usrhash", policy, notices);
    if (isRoot || isUsr) {
      return;
    }
    for (String ending : COMPANIONS) {
      Path companion = beside(image, ending);
      if (Files.exists(companion)) {
        notices.warn(companion + " is not used: there is no hash of dm-verity that it belongs to");
      }
    }
  }

  /** Whether there is such a hash. */
  private static boolean check(
      Path image, PartitionUse use, String word, ImagePolicy policy, Notices notices) {
    Optional<String> place = place(image, word);
    if (place.isEmpty() || !policy.uses(use)) {
      return place.isPresent();
    }
    Set<PolicyFlag> allowed = policy.of(use);
    if (allowed.contains(PolicyFlag.VERITY) || allowed.contains(PolicyFlag.SIGNED)) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot use the disk image " + image,
          place.get()
              + " says that dm-verity protects its "
              + use.word()
              + ", and jbuild does not set that up",
          "open it with veritysetup and name /dev/mapper/…, or use it unprotected with"
              + " --image-policy="
              + use.word()
              + "=unprotected");
    }
    notices.warn(
        "the "
            + use.word()
            + " of "
            + image
            + " is used without the hashes of dm-verity that "
            + place.get()
            + " promises: nothing checks them");
    return true;
  }

  /** For people: an attribute, or else a file. */
  private static Optional<String> place(Path image, String word) {
    String attribute = "user.verity." + word;
    try (Fd file = Descriptors.onHost(BytePath.of(image.toString()))) {
      if (Xattrs.get(file, BytePath.of(attribute)).isPresent()) {
        return Optional.of("its attribute " + attribute);
      }
    }
    Path file = beside(image, "." + word);
    return Files.exists(file) ? Optional.of(file.toString()) : Optional.empty();
  }

  private static Path beside(Path image, String ending) {
    String name = image.getFileName().toString();
    boolean isCut = name.endsWith(DISK);
    String stem = isCut ? name.substring(0, name.length() - DISK.length()) : name;
    return image.resolveSibling(stem + ending);
  }
}
