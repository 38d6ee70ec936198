package jbuild.builder.repository;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a distribution says, signed, about one suite: its names, its time, and its index files.
 *
 * @param fields of one line, by name
 * @param files by path below the suite's directory
 */
record ReleaseFile(Map<String, String> fields, Map<String, Checksum> files) {
  // Clocks of build hosts and of mirrors differ a little.
  private static final Duration TOLERANCE = Duration.ofMinutes(10);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy H:mm:ss z", Locale.ROOT);

  ReleaseFile {
    fields = Map.copyOf(fields);
    files = Map.copyOf(files);
  }

  static ReleaseFile parse(List<String> lines) throws WrongContent {
    Map<String, String> fields = new HashMap<>();
    Map<String, Checksum> files = new HashMap<>();
    String section = "";
    for (String line : lines) {
      if (!line.startsWith(" ")) {
        int colon = line.indexOf(':');
        section = colon < 0 ? "" : line.substring(0, colon);
        fields.put(section, colon < 0 ? line : line.substring(colon + 1).strip());
      } else if (section.equals("SHA256")) {
        String[] words = line.strip().split(" +");
        if (words.length == 3) {
          files.put(words[2], Checksum.parse(words[0], words[1]));
        }
      }
    }
    return new ReleaseFile(fields, files);
  }

  /** Refuses the file of another suite, one from the past and one from the future. */
  void check(URI address, String suite, Clock clock, boolean mayBeExpired) {
    String what = "cannot use " + Mirrors.shown(address);
    String codename = fields.getOrDefault("Codename", "");
    String name = fields.getOrDefault("Suite", "");
    // Security updates were below the release's name until Debian 10, and called as the release.
    String wanted = suite.replaceFirst("/updates$", "");
    if (!List.of(codename, name).contains(wanted) && !List.of(codename, name).contains(suite)) {
      throw new NetworkFailure(
          what,
          "it is about '" + codename + "' (" + name + ") instead of '" + suite + "'",
          "check the mirror's address and the release");
    }
    Instant now = clock.instant();
    Optional<Instant> made = time(what, "Date");
    if (made.isEmpty()) {
      throw new NetworkFailure(what, "it does not say when it was made", "use another mirror");
    } else if (made.get().isAfter(now.plus(TOLERANCE))) {
      throw new NetworkFailure(
          what,
          "it was made on " + made.get() + ", but this host's clock says " + now,
          "set this host's clock");
    }
    Optional<Instant> end = time(what, "Valid-Until");
    if (!mayBeExpired && end.isPresent() && end.get().isBefore(now)) {
      throw new NetworkFailure(
          what,
          "it has expired on " + end.get() + ", and this host's clock says " + now,
          "use a mirror that is up to date, or correct this host's clock; "
              + TrustedKeys.ACCEPT_EXPIRED);
    }
  }

  /** When it was made and until when it counts, for people. */
  String times() {
    String made = "made " + fields.getOrDefault("Date", "nobody knows when");
    String end = fields.get("Valid-Until");
    return end == null ? made : made + ", valid until " + end;
  }

  private Optional<Instant> time(String what, String field) {
    // Launchpad fills hours up with blanks.
    String text = fields.get(field);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZonedDateTime.parse(text.replaceAll(" +", " "), TIME).toInstant());
    } catch (DateTimeException e) {
      throw new NetworkFailure(
          what, "its " + field + " is '" + text + "', which is no time", "use another mirror");
    }
  }

  /** The words of a field; none when it is missing. */
  List<String> words(String field) {
    String text = fields.getOrDefault(field, "");
    return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
