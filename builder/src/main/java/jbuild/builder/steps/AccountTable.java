package jbuild.builder.steps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The lines of /etc/passwd or /etc/group: name, password, number and more, between colons. */
final class AccountTable {
  private static final int NUMBER = 2;
  private static final int FIRST_USER = 1000;
  private static final int LAST_USER = 59_999;
  private static final int LAST_SYSTEM = 999;
  private static final int FIRST_SYSTEM = 101;

  private final List<String> lines;
  private final Set<Integer> reserved = new HashSet<>();

  AccountTable(String text) {
    this.lines = new ArrayList<>(text.lines().toList());
  }

  boolean has(String name) {
    return lines.stream().anyMatch(line -> line.startsWith(name + ":"));
  }

  OptionalInt number(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToInt(line -> numberIn(line).orElse(-1))
        .filter(number -> number >= 0)
        .findFirst();
  }

  /** Who has a number. */
  Optional<String> nameOf(int number) {
    return lines.stream()
        .filter(line -> numberIn(line).orElse(-1) == number)
        .map(line -> line.substring(0, line.indexOf(':')))
        .findFirst();
  }

  /** Keeps a number for who asks for it. */
  void reserve(int number) {
    reserved.add(number);
  }

  /**
   * A number that nobody has or is kept for: from 1000 upwards, or for services from 999 downwards.
   */
  OptionalInt free(boolean system) {
    int[] taken = lines.stream().mapToInt(line -> numberIn(line).orElse(-1)).sorted().toArray();
    int step = system ? -1 : 1;
    int last = system ? FIRST_SYSTEM : LAST_USER;
    for (int next = system ? LAST_SYSTEM : FIRST_USER; next != last + step; next += step) {
      if (Arrays.binarySearch(taken, next) < 0 && !reserved.contains(next)) {
        return OptionalInt.of(next);
      }
    }
    return OptionalInt.empty();
  }

  void add(String... fields) {
    lines.add(String.join(":", fields));
  }

  /** Adds a member to a group: the last field has them, between commas. */
  void addMember(String group, String user) {
    lines.replaceAll(line -> line.startsWith(group + ":") ? withMember(line, user) : line);
  }

  /** Replaces a field of somebody who is there; the name is field 0. */
  void set(String name, int field, String value) {
    lines.replaceAll(line -> line.startsWith(name + ":") ? with(line, field, value) : line);
  }

  String field(String name, int field) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > field)
        .map(fields -> fields[field])
        .findFirst()
        .orElse("");
  }

  private static String withMember(String line, String user) {
    int last = line.lastIndexOf(':') + 1;
    List<String> members = List.of(line.substring(last).split(","));
    if (members.contains(user)) {
      return line;
    }
    return line + (line.length() == last ? "" : ",") + user;
  }

  private static String with(String line, int field, String value) {
    String[] fields = line.split(":", -1);
    if (fields.length <= field) {
      return line;
    }
    fields[field] = value;
    return String.join(":", fields);
  }

  private static OptionalInt numberIn(String line) {
    String[] fields = line.split(":", -1);
    return fields.length > NUMBER && fields[NUMBER].matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(fields[NUMBER]))
        : OptionalInt.empty();
  }

  String text() {
    return Lines.of(lines.stream());
  }
}
