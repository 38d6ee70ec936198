package jbuild.builder.recipe;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How firmware starts a disk.
 *
 * @param kernel the package with it, in place of the distribution's own
 * @param options that the kernel gets, on one line; may be empty
 * @param partitionSize in bytes, in place of one with room for the next kernel
 */
public record FirmwareBoot(
    BootLoader loader, Optional<String> kernel, String options, OptionalLong partitionSize) {
  public FirmwareBoot {
    Objects.requireNonNull(loader);
    Objects.requireNonNull(partitionSize);
    if (!kernel.stream().allMatch(Grammar.PACKAGE::matches)
        || !Grammar.KERNEL_OPTIONS.matches(options)) {
      throw new IllegalArgumentException("not a kernel and its options: " + kernel + options);
    }
  }
}
