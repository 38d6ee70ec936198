package jbuild.runner.nspawn;

import java.math.BigDecimal;
import java.util.Optional;
import jbuild.runner.Numbers;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.ResourceLimit.Resource;

/** Resource limits as systemd.exec(5) has them: NAME=SOFT[:HARD]. */
final class LimitValue {
  private static final String PREFIX = "RLIMIT_";
  private static final int HIGHEST_NICE = 20;
  private static final int NICE_VALUES = 40;

  private LimitValue() {}

  static ResourceLimit of(String option, String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw BadValue.of(option, text, "there is no = in it", "write NAME=SOFT or NAME=SOFT:HARD");
    }
    String name = text.substring(0, equals);
    Resource resource = resource(option, text, name);
    String values = text.substring(equals + 1);
    int colon = values.indexOf(':');
    Optional<Long> soft = number(resource, colon < 0 ? values : values.substring(0, colon));
    Optional<Long> hard = colon < 0 ? soft : number(resource, values.substring(colon + 1));
    if (soft.isEmpty() || hard.isEmpty()) {
      throw BadValue.of(
          option,
          text,
          "'" + values + "' is no limit",
          "write a number, two with a colon between them, or infinity");
    }
    if (Long.compareUnsigned(soft.get(), hard.get()) > 0) {
      throw BadValue.of(
          option, text, "the first limit is above the second", "write the lower limit first");
    }
    return new ResourceLimit(resource, soft.get(), hard.get());
  }

  static boolean isName(String text) {
    for (Resource resource : Resource.values()) {
      if (resource.name().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static Resource resource(String option, String text, String name) {
    String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    for (Resource resource : Resource.values()) {
      if (resource.name().equals(plain)) {
        return resource;
      }
    }
    throw BadValue.of(
        option, text, "there is no limit '" + name + "'", "--rlimit=help lists the limits");
  }

  private static Optional<Long> number(Resource resource, String text) {
    if (text.equals("infinity")) {
      return Optional.of(ResourceLimit.INFINITY);
    }
    return switch (resource) {
      case FSIZE, DATA, STACK, CORE, RSS, MEMLOCK, AS, MSGQUEUE -> ByteSize.find(text);
      case CPU ->
          Duration.find(text, Duration.SECOND)
              // Rounded up: less than a second is not none at all.
              .map(micros -> (micros + Duration.SECOND - 1) / Duration.SECOND);
      case RTTIME -> Duration.find(text, 1);
      case NICE -> nice(text);
      default -> count(text);
    };
  }

  private static Optional<Long> count(String text) {
    long number = Numbers.anyBase(text).orElse(-1);
    return number < 0 ? Optional.empty() : Optional.of(number);
  }

  /** A nice level when it has a sign, else the kernel's number: 20 less the level. */
  private static Optional<Long> nice(String text) {
    boolean signed = text.startsWith("+") || text.startsWith("-");
    Optional<Long> number = count(signed ? text.substring(1) : text);
    if (!signed) {
      return number.filter(limit -> limit <= NICE_VALUES);
    }
    return number
        .map(level -> text.startsWith("-") ? HIGHEST_NICE + level : HIGHEST_NICE - level)
        .filter(limit -> limit >= 1 && limit <= NICE_VALUES);
  }

  /** Times as systemd.time(7) has them. */
  private static final class Duration {
    static final long SECOND = 1_000_000;

    private Duration() {}

    /** In microseconds; a number without a unit is in the given one. */
    static Optional<Long> find(String text, long unitOfPlain) {
      BigDecimal sum = BigDecimal.ZERO;
      int at = 0;
      String rest = text.strip();
      if (rest.isEmpty()) {
        return Optional.empty();
      }
      while (at < rest.length()) {
        int end = at;
        while (end < rest.length() && isPartOfNumber(rest.charAt(end))) {
          end++;
        }
        int unitStart = end;
        while (unitStart < rest.length() && rest.charAt(unitStart) == ' ') {
          unitStart++;
        }
        int unitEnd = unitStart;
        while (unitEnd < rest.length() && Character.isLetter(rest.charAt(unitEnd))) {
          unitEnd++;
        }
        String number = rest.substring(at, end);
        long unit = unit(rest.substring(unitStart, unitEnd), unitOfPlain);
        if (!ByteSize.isDecimal(number) || unit == 0) {
          return Optional.empty();
        }
        sum = sum.add(new BigDecimal(number).multiply(BigDecimal.valueOf(unit)));
        at = unitEnd;
        while (at < rest.length() && rest.charAt(at) == ' ') {
          at++;
        }
      }
      return ByteSize.whole(sum);
    }

    private static boolean isPartOfNumber(char c) {
      return c >= '0' && c <= '9' || c == '.';
    }

    private static long unit(String name, long unitOfPlain) {
      return switch (name) {
        case "" -> unitOfPlain;
        case "us", "usec", "µs", "μs" -> 1;
        case "ms", "msec" -> 1000;
        case "s", "sec", "second", "seconds" -> SECOND;
        case "m", "min", "minute", "minutes" -> 60 * SECOND;
        case "h", "hr", "hour", "hours" -> 3600 * SECOND;
        case "d", "day", "days" -> 86_400 * SECOND;
        case "w", "week", "weeks" -> 7 * 86_400 * SECOND;
        case "M", "month", "months" -> 2_629_800 * SECOND;
        case "y", "year", "years" -> 31_557_600 * SECOND;
        default -> 0;
      };
    }
  }
}
