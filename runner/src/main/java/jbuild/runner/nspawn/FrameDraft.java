package jbuild.runner.nspawn;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** What is not about the machine: how much is said, and where. */
final class FrameDraft {
  private boolean quiet;
  private boolean cleanup;
  private boolean ofUser;
  private boolean ofRecipe;
  private boolean passingOver;
  private SettingsMode settings = SettingsMode.YES;
  private Optional<ConsoleMode> console = Optional.empty();
  private Optional<String> background = Optional.empty();

  void set(String option, String value) {
    switch (option) {
      case "quiet" -> quiet = true;
      case "no-pager", "no-ask-password" -> {
        // There is no pager here, and nobody asks for passwords.
      }
      case "settings" ->
          settings =
              Modes.orTruth(
                  option, value, SettingsMode.values(), SettingsMode.YES, SettingsMode.NO);
      case "cleanup" -> cleanup = true;
      case "system" -> ofUser = false;
      case "user" -> ofUser = true;
      case "console" -> console = Optional.of(Modes.of(option, value, ConsoleMode.values()));
      case "pipe" -> console = Optional.of(ConsoleMode.PIPE);
      case "background" -> background = Optional.of(colour(option, value));
      case "share-system" ->
          throw new Failure(
              ExitStatus.WRONG_USAGE,
              "cannot use --share-system",
              "machines with the host's processes are no more",
              "leave it out");
      default -> throw new IllegalArgumentException("no option of the frame: " + option);
    }
  }

  private static String colour(String option, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && c != ';') {
        throw BadValue.of(
            option, value, "it is no colour", "write numbers as in ECMA-48: 44, or 48;2;0;0;80");
      }
    }
    return value;
  }

  boolean quiet() {
    // What the command writes is data for another program then.
    return quiet || console.equals(Optional.of(ConsoleMode.PIPE));
  }

  boolean cleanup() {
    return cleanup;
  }

  boolean ofUser() {
    return ofUser;
  }

  void trustRecipe() {
    ofRecipe = true;
  }

  void passOverUnsafe() {
    passingOver = true;
  }

  /** Whether nobody need hear of what a file beside the image says in vain. */
  boolean passesOverUnsafe() {
    return passingOver;
  }

  /** Whether a file beside the image was made from a recipe. */
  boolean isOfRecipe() {
    return ofRecipe;
  }

  SettingsMode settings() {
    return settings;
  }

  Optional<ConsoleMode> console() {
    return console;
  }

  Optional<String> background() {
    return background;
  }
}
