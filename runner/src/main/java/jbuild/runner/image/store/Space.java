package jbuild.runner.image.store;

import java.nio.file.Path;
import java.util.OptionalLong;
import jbuild.runner.image.quota.ImageQuota;
import jbuild.runner.linux.SyscallFailure;

/**
 * How much of a disk an image takes and may take, in bytes, as far as that is known.
 *
 * @param limit empty also where there is none
 * @param exclusiveUsage what would be free without the image
 */
public record Space(
    OptionalLong usage,
    OptionalLong limit,
    OptionalLong exclusiveUsage,
    OptionalLong exclusiveLimit) {
  public static final Space UNKNOWN = of(OptionalLong.empty(), OptionalLong.empty());

  /** Of what is shared with nobody. */
  public static Space of(OptionalLong usage, OptionalLong limit) {
    return new Space(usage, limit, usage, limit);
  }

  /** Of a tree, as far as its file system counts. */
  static Space counted(Path tree) {
    try {
      return ImageQuota.of(tree)
          .usage()
          .map(
              usage ->
                  new Space(
                      OptionalLong.of(usage.used()),
                      usage.limit(),
                      usage.exclusive(),
                      usage.exclusiveLimit()))
          .orElse(UNKNOWN);
    } catch (SyscallFailure failure) {
      // Who may not ask the file system is told of the image all the same.
      return UNKNOWN;
    }
  }

  /** The same, where the usage was counted file by file. */
  Space counted(long bytes) {
    return new Space(OptionalLong.of(bytes), limit, OptionalLong.of(bytes), exclusiveLimit);
  }
}
