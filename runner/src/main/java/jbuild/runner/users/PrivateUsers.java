package jbuild.runner.users;

import java.util.Locale;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Which users of the host the users of a machine are, as {@code --private-users=} says it; see
 * systemd-nspawn(1).
 *
 * @param base the host's number of the machine's root, where the mode is {@link Mode#FIXED}
 * @param size how many users there are
 */
public record PrivateUsers(Mode mode, long base, long size) {
  /** How many users a machine has unless somebody says otherwise. */
  public static final long USUAL_SIZE = 0x10000;

  private static final long LARGEST = 0xFFFF_FFFFL;
  private static final long NOBODY_OF_16_BITS = 0xFFFF;

  public static final PrivateUsers NO = new PrivateUsers(Mode.NO, 0, USUAL_SIZE);
  public static final PrivateUsers YES = new PrivateUsers(Mode.OF_OWNER, 0, USUAL_SIZE);
  public static final PrivateUsers PICK = new PrivateUsers(Mode.PICK, 0, USUAL_SIZE);
  public static final PrivateUsers IDENTITY = new PrivateUsers(Mode.FIXED, 0, USUAL_SIZE);

  /** Where the first number comes from. */
  public enum Mode {
    /** There is no user namespace. */
    NO,
    /** From the owner of the root directory. */
    OF_OWNER,
    /** A range that nobody else has is looked for. */
    PICK,
    /** It was given. */
    FIXED
  }

  public PrivateUsers {
    if (base < 0 || base >= LARGEST || size < 1 || size > LARGEST - base) {
      throw new IllegalArgumentException("not a range of users: " + base + ":" + size);
    }
  }

  /** Of the option's argument. Digits are a number, never yes or no. */
  public static PrivateUsers parse(String text) {
    switch (text) {
      case "pick":
        return PICK;
      case "identity":
        return IDENTITY;
      case "managed":
        throw new Failure(
            ExitStatus.HOST_CANNOT,
            "cannot use --private-users=managed",
            "such ranges are given out by systemd-nsresourced, which jbuild does not ask",
            "use --private-users=pick");
      default:
        return switch (text.toLowerCase(Locale.ROOT)) {
          case "yes", "y", "true", "t", "on" -> YES;
          case "no", "n", "false", "f", "off" -> NO;
          default -> range(text);
        };
    }
  }

  private static PrivateUsers range(String text) {
    int colon = text.indexOf(':');
    String first = colon < 0 ? text : text.substring(0, colon);
    long base = Ids.parse(first);
    if (base < 0 || base == LARGEST || base == NOBODY_OF_16_BITS) {
      throw unusable(text, "'" + first + "' is not the number of a user");
    }
    long size = colon < 0 ? USUAL_SIZE : Ids.parseCount(text.substring(colon + 1));
    if (size < 0) {
      throw unusable(text, "'" + text.substring(colon + 1) + "' is not how many users there are");
    }
    if (size == 0 || size > LARGEST - base) {
      throw unusable(text, "the range is empty, or goes beyond 4294967295");
    }
    return new PrivateUsers(Mode.FIXED, base, size);
  }

  private static Failure unusable(String text, String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use --private-users=" + text,
        why,
        "give no, yes, pick, identity, or the first user and how many: 131072:65536");
  }
}
