package jbuild.builder.distribution.pacman;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * A key that is known and does not count: pacman has one text for all reasons.
 *
 * @param signed what it signed
 * @param owner as the key says
 * @param damaged whether the signature would be wrong if the key did count
 */
record KeyState(String signed, String owner, boolean damaged) {
  private static final Pattern NOT_TRUSTED =
      Pattern.compile(
          "error: (\\S+): signature from \"(.+)\" is (invalid|(?:unknown|marginal|never) trust)");

  /** The first that a line speaks of. */
  static Optional<KeyState> in(Stream<String> lines) {
    return lines
        .map(NOT_TRUSTED::matcher)
        .filter(Matcher::matches)
        .map(line -> new KeyState(line.group(1), line.group(2), line.group(3).equals("invalid")))
        .findFirst();
  }

  /** What gpg(1) is asked with. */
  List<String> question() {
    return List.of("gpg", "--batch", "--no-tty", "--with-colons", "--list-keys", "=" + owner);
  }

  /**
   * Why it does not count.
   *
   * @param answer lines in the form of GnuPG's doc/DETAILS
   */
  Failure failure(List<String> answer, List<String> details) {
    String validity =
        answer.stream()
            .filter(line -> line.startsWith("pub:"))
            .map(line -> line.split(":", -1)[1])
            .findFirst()
            .orElse("");
    String why =
        switch (validity) {
          case "e" -> "the key of " + owner + " has expired";
          case "r" -> "the key of " + owner + " was revoked";
          default ->
              damaged
                  ? "it was changed after " + owner + " signed it"
                  : "too few trusted keys have signed the key of " + owner;
        };
    return new Failure(
        ExitStatus.NETWORK,
        "cannot trust " + signed,
        why,
        "use another mirror; a newer jbuild, or a profile of yours, may know newer keys",
        details,
        null);
  }
}
