package jbuild.cli.store;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Sizes and times as machinectl writes them. */
final class Figures {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);
  private static final String UNITS = "KMGTPE";
  private static final int STEP = 1024;

  /** A unit of time, and how many of a smaller one it has. */
  private record Unit(long seconds, String one, String many) {}

  private static final List<Unit> AGES =
      List.of(
          new Unit(31_557_600, " year", " years"),
          new Unit(2_629_800, " month", " months"),
          new Unit(604_800, " week", " weeks"),
          new Unit(86_400, " day", " days"),
          new Unit(3_600, "h", "h"),
          new Unit(60, "min", "min"),
          new Unit(1, "s", "s"));

  private Figures() {}

  /** With one digit behind the point, in powers of 1024. */
  static String bytes(long bytes) {
    if (bytes < STEP) {
      return bytes + "B";
    }
    double amount = bytes;
    int unit = -1;
    while (amount >= STEP && unit < UNITS.length() - 1) {
      amount /= STEP;
      unit++;
    }
    // Not rounded: 1.99 of something is not two of it.
    double shown = Math.floor(amount * 10) / 10;
    return String.format(Locale.ROOT, "%.1f", shown) + UNITS.charAt(unit);
  }

  static String time(Instant time) {
    return TIME.format(time.atZone(ZoneId.systemDefault()));
  }

  /** The two largest units that say something, with ago behind. */
  static String age(Instant time, Instant now) {
    long left = Math.abs(Duration.between(time, now).toSeconds());
    String end = time.isAfter(now) ? " left" : " ago";
    for (int i = 0; i < AGES.size(); i++) {
      Unit unit = AGES.get(i);
      if (left >= unit.seconds) {
        String first = amount(left / unit.seconds, unit);
        long rest = left % unit.seconds;
        // As the original: two units down to days, and hours too; a minute and less stand alone.
        boolean isAlone = i + 1 == AGES.size() || rest < AGES.get(i + 1).seconds;
        return isAlone
            ? first + end
            : first + " " + amount(rest / AGES.get(i + 1).seconds, AGES.get(i + 1)) + end;
      }
    }
    return "now";
  }

  private static String amount(long count, Unit unit) {
    return count + (count == 1 ? unit.one : unit.many);
  }

  /** As machines read it. */
  static long microseconds(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
  }
}
