package jbuild.runner.users;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Numbers;
import jbuild.runner.Reasons;

/**
 * The ids that a host has given away: to users, to groups, and in ranges for users' own namespaces.
 * Only its files are asked, no directory service; see passwd(5), group(5), subuid(5) and subgid(5).
 */
final class TakenIds {
  private static final int ID_AT = 2;

  private final List<Span> spans = new ArrayList<>();

  /** Ids from the first to the last, both included. */
  private record Span(long first, long last) {}

  private TakenIds() {}

  static TakenIds in(Path etc) {
    TakenIds taken = new TakenIds();
    for (String file : List.of("passwd", "group")) {
      for (String[] fields : fields(etc.resolve(file))) {
        taken.addSpan(fields.length > ID_AT ? Numbers.id(fields[ID_AT]).orElse(-1) : -1, 1);
      }
    }
    for (String file : List.of("subuid", "subgid")) {
      for (String[] fields : fields(etc.resolve(file))) {
        if (fields.length > 2) {
          taken.addSpan(Numbers.id(fields[1]).orElse(-1), Numbers.id(fields[2]).orElse(-1));
        }
      }
    }
    return taken;
  }

  /** What a line of another form means, only its author knows: it takes nothing. */
  private void addSpan(long first, long count) {
    if (first >= 0 && count > 0) {
      spans.add(new Span(first, first + count - 1));
    }
  }

  /** Whether any of the ids from the first on is taken. */
  boolean overlap(long first, long count) {
    for (Span span : spans) {
      if (span.first() < first + count && first <= span.last()) {
        return true;
      }
    }
    return false;
  }

  /** Names need not be UTF-8, and nothing is done with them here. */
  static List<String[]> fields(Path file) {
    try {
      List<String[]> lines = new ArrayList<>();
      for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n")) {
        lines.add(line.split(":", -1));
      }
      return lines;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot read " + file,
          Reasons.of(e),
          "run as root; the file says which users there are",
          List.of(),
          e);
    }
  }
}
