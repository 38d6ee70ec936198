package jbuild.runner.users;

import java.util.Locale;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import jbuild.runner.settings.Users.Mapping;

/** What the arguments of systemd-nspawn's options about users mean. */
public final class UserOptions {
  private static final long LARGEST = 0xFFFF_FFFFL;
  private static final long NOBODY_OF_16_BITS = 0xFFFF;

  private UserOptions() {}

  /** Of {@code --private-users=}. Digits are a number, never yes or no. */
  public static Mapping mapping(String text) {
    return switch (text) {
      case "pick" -> new Mapping.Pick();
      case "identity" -> new Mapping.Identity();
      case "managed" -> new Mapping.Managed();
      default ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "y", "true", "t", "on" -> new Mapping.OfTree();
            case "no", "n", "false", "f", "off" -> new Mapping.None();
            default -> new Mapping.Range(range(text));
          };
    };
  }

  private static UserNamespace range(String text) {
    int colon = text.indexOf(':');
    String first = colon < 0 ? text : text.substring(0, colon);
    long base = Ids.parse(first);
    if (base < 0 || base == LARGEST || base == NOBODY_OF_16_BITS) {
      throw unusableRange(text, "'" + first + "' is not the number of a user");
    }
    long size = colon < 0 ? OwnerRange.SIZE : Ids.parseCount(text.substring(colon + 1));
    if (size < 0) {
      String count = text.substring(colon + 1);
      throw unusableRange(text, "'" + count + "' is not how many users there are");
    }
    if (size == 0 || size > LARGEST - base) {
      throw unusableRange(text, "the range is empty, or goes beyond 4294967295");
    }
    return new UserNamespace(base, size);
  }

  private static Failure unusableRange(String text, String why) {
    return unusable(
        "--private-users=" + text,
        why,
        "give no, yes, pick, identity, or the first user and how many: 131072:65536");
  }

  /** Of {@code --private-users-ownership=}. */
  public static Users.Ownership ownership(String text) {
    for (Users.Ownership ownership : Users.Ownership.values()) {
      if (ownership.name().toLowerCase(Locale.ROOT).equals(text)) {
        return ownership;
      }
    }
    throw unusable(
        "--private-users-ownership=" + text,
        "there is no such way to own a tree",
        "give off, chown, map, foreign or auto");
  }

  /** Of {@code --bind-user-shell=}. */
  public static Optional<Users.Shell> shell(String text) {
    if (text.startsWith("/")) {
      return Optional.of(new Users.Shell(Optional.of(text)));
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "yes", "y", "true", "t", "on" -> Optional.of(new Users.Shell(Optional.empty()));
      case "0", "no", "n", "false", "f", "off" -> Optional.empty();
      default ->
          throw unusable(
              "--bind-user-shell=" + text,
              "it is neither yes, nor no, nor an absolute path",
              "give yes for the shell that the user has on the host, or a path such as /bin/sh");
    };
  }

  private static Failure unusable(String option, String why, String fix) {
    return new Failure(ExitStatus.WRONG_USAGE, "cannot use " + option, why, fix);
  }
}
