package jbuild.builder.transfer;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a download must be proven by before it is used.
 *
 * @param sha256 of {@link Kind#EXACT}, in lower-case hexadecimal
 */
public record Verification(Kind kind, Optional<String> sha256) {
  public static final Verification SIGNATURE = new Verification(Kind.SIGNATURE, Optional.empty());

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** From nothing to everything. */
  public enum Kind {
    NO,
    /** A list of checksums beside it. */
    CHECKSUM,
    /** The same list, signed. */
    SIGNATURE,
    /** A checksum that the user knows. */
    EXACT
  }

  public Verification {
    Objects.requireNonNull(kind);
    if ((kind == Kind.EXACT) != sha256.filter(hash -> SHA256.matcher(hash).matches()).isPresent()) {
      throw new IllegalArgumentException("no verification: " + kind + " " + sha256);
    }
  }

  /** As the option --verify has it. */
  public static Optional<Verification> of(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return switch (word) {
      case "no", "checksum", "signature" ->
          Optional.of(
              new Verification(Kind.valueOf(word.toUpperCase(Locale.ROOT)), Optional.empty()));
      default ->
          Optional.of(word)
              .filter(hash -> SHA256.matcher(hash).matches())
              .map(hash -> new Verification(Kind.EXACT, Optional.of(hash)));
    };
  }
}
