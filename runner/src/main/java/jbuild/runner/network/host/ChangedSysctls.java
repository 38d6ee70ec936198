package jbuild.runner.network.host;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings that we change for a while: each is written down before, and gets its old value back
 * unless somebody else has changed it too.
 */
final class ChangedSysctls {
  private static final String IPV4 = "ipv4";
  private static final int FAMILY = 4;
  private static final int FIELDS = 4;

  private final Path file;

  /** What is written down in a file, by whomever. */
  ChangedSysctls(Path file) {
    this.file = file;
  }

  /**
   * One of them.
   *
   * @param name below /proc/sys/net; it begins with its family
   * @param before the old value
   * @param now what we made of it
   * @param general whether the host forwarded the family on all links then
   */
  record Change(String name, String before, String now, String general) {
    /** Others have decided meanwhile that the host forwards, or that it does not. */
    boolean isOvertaken() {
      return !general.equals(generalOf(name));
    }

    private String line() {
      return String.join(" ", name, before, now, general) + "\n";
    }

    /** Half a line is of somebody who was killed before changing anything. */
    private static Optional<Change> parse(String line) {
      String[] fields = line.split(" ", -1);
      return fields.length == FIELDS
          ? Optional.of(new Change(fields[0], fields[1], fields[2], fields[FIELDS - 1]))
          : Optional.empty();
    }
  }

  private static String generalOf(String name) {
    return Sysctls.value(name.substring(0, FAMILY) + "/conf/all/forwarding").orElse("-");
  }

  /** In the order in which they were made. */
  List<Change> all() {
    try {
      List<Change> all = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        Change.parse(line).ifPresent(all::add);
      }
      return all;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw Users.unusable(file, e);
    }
  }

  Optional<Change> of(String name) {
    for (Change change : all()) {
      if (change.name().equals(name)) {
        return Optional.of(change);
      }
    }
    return Optional.empty();
  }

  /** Changes one that has another value. */
  void set(String name, String value) throws IOException {
    Optional<String> before = Sysctls.value(name);
    if (before.isPresent() && !before.get().equals(value)) {
      if (of(name).isEmpty()) {
        append(new Change(name, before.get(), value, generalOf(name)));
      }
      try {
        Sysctls.set(name, value);
      } catch (IOException e) {
        restore(Set.of(name));
        throw e;
      }
    }
  }

  /** One that keeps its value, but will lose it when those changed after it are given back. */
  void keep(String name, String value) {
    if (of(name).isEmpty()) {
      append(new Change(name, value, value, generalOf(name)));
    }
  }

  private void append(Change change) {
    try {
      Files.writeString(file, change.line(), CREATE, APPEND);
    } catch (IOException e) {
      throw Users.unusable(file, e);
    }
  }

  /** Gives back some of them. */
  void restore(Set<String> names) {
    List<Change> others = new ArrayList<>();
    List<Change> those = new ArrayList<>();
    for (Change change : all()) {
      (names.contains(change.name()) ? those : others).add(change);
    }
    others.addAll(restore(those));
    rewrite(others);
  }

  /** Gives back all, the last one first. */
  void restore() {
    rewrite(restore(all()));
  }

  /** Those that could not be given back, which the next one tries again. */
  private static List<Change> restore(List<Change> changes) {
    Set<Change> ours = new HashSet<>();
    // Looked at before any is given back: one for all links changes those of each.
    for (Change change : changes) {
      boolean overtaken = change.name().startsWith(IPV4) && change.isOvertaken();
      if (!overtaken && Sysctls.is(change.name(), change.now())) {
        ours.add(change);
      }
    }
    List<Change> left = new ArrayList<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      Change change = changes.get(i);
      if (ours.contains(change) && !isGivenBack(change)) {
        left.add(0, change);
      }
    }
    return left;
  }

  private static boolean isGivenBack(Change change) {
    try {
      Sysctls.set(change.name(), change.before());
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void rewrite(List<Change> changes) {
    try {
      if (changes.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      StringBuilder lines = new StringBuilder();
      for (Change change : changes) {
        lines.append(change.line());
      }
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw Users.unusable(file, e);
    }
  }
}
