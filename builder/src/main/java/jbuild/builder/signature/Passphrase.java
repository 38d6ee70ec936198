package jbuild.builder.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** What opens a key. It is never part of a command line, which everybody can see. */
public final class Passphrase {
  /** The variable of the environment that has it when no file does. */
  public static final String VARIABLE = "JBUILD_SIGNING_PASSPHRASE";

  private final String text;

  private Passphrase(String text) {
    this.text = text;
  }

  /** The first line of the file, else what the environment says, which may be nothing. */
  public static Optional<Passphrase> find(Optional<Path> file) {
    Optional<String> text =
        file.map(Passphrase::firstLine).or(() -> Optional.ofNullable(System.getenv(VARIABLE)));
    return text.map(Passphrase::new);
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot read the passphrase in " + file,
          Reasons.of(e),
          "name a text file as passphrase-file in [signature]",
          List.of(),
          e);
    }
  }

  char[] text() {
    return text.toCharArray();
  }

  /** Nothing of it, for logs. */
  @Override
  public String toString() {
    return "a passphrase";
  }
}
