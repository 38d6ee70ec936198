package jbuild.builder.recipe;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an image says about the identity of its machines; see machine-id(5).
 *
 * @param content of /etc/machine-id
 */
public record MachineId(String content) {
  /** Each start has another one, and asks nobody. */
  public static final MachineId TRANSIENT = new MachineId("");

  /** The first start makes one that stays. */
  public static final MachineId FIRST_BOOT = new MachineId("uninitialized\n");

  private static final Pattern FIXED = Pattern.compile("[0-9a-f]{32}");

  /** What recipes write. */
  static Optional<MachineId> named(String word) {
    return switch (word) {
      case "transient" -> Optional.of(TRANSIENT);
      case "first-boot" -> Optional.of(FIRST_BOOT);
      default ->
          FIXED.matcher(word).matches() && !word.matches("0+")
              ? Optional.of(new MachineId(word + "\n"))
              : Optional.empty();
    };
  }

  public boolean isOfFirstBoot() {
    return equals(FIRST_BOOT);
  }
}
