package jbuild.runner.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What system calls and systemd's groups of them are called; read when somebody names one. */
final class SyscallNames {
  private static final String EVERY_GROUP = "@known";
  private static final String ABSENT = "-";

  private final Map<String, List<String>> numbers = new HashMap<>();
  private final Map<String, List<String>> groups = new HashMap<>();

  /** Read on first use. */
  private static final class Holder {
    private static final SyscallNames ALL = new SyscallNames();
  }

  private SyscallNames() {
    for (List<String> line : lines("system-calls.txt")) {
      numbers.put(line.get(0), line.subList(1, line.size()));
    }
    for (List<String> line : lines("system-call-groups.txt")) {
      groups.put(line.get(0), line.subList(1, line.size()));
    }
    groups.put(EVERY_GROUP, List.copyOf(numbers.keySet()));
  }

  static SyscallNames all() {
    return Holder.ALL;
  }

  /** Puts a call, or all of a group, into the set; false when nothing is called so. */
  boolean addTo(Set<String> calls, String word) {
    if (numbers.containsKey(word)) {
      calls.add(word);
      return true;
    }
    List<String> group = groups.getOrDefault(word, List.of());
    for (String member : group) {
      addTo(calls, member);
    }
    return !group.isEmpty();
  }

  /** The number of a call on an ABI, counted from its offset; -1 when it is not below the limit. */
  int number(String name, SyscallAbi abi, int limit) {
    List<String> columns = numbers.getOrDefault(name, List.of());
    if (columns.isEmpty() || columns.get(abi.column()).equals(ABSENT)) {
      return -1;
    }
    int number = Integer.parseInt(columns.get(abi.column()));
    int counted = abi == SyscallAbi.ARM_PRIVATE ? number - abi.offset() : number;
    return counted >= 0 && counted < limit ? counted : -1;
  }

  /** The words of each line; one that begins with a space continues the line before. */
  private static List<List<String>> lines(String resource) {
    List<List<String>> lines = new ArrayList<>();
    for (String line : text(resource).split("\n")) {
      List<String> words = Arrays.asList(line.trim().split(" +"));
      if (line.startsWith(" ")) {
        lines.get(lines.size() - 1).addAll(words);
      } else if (!line.startsWith("#")) {
        lines.add(new ArrayList<>(words));
      }
    }
    return lines;
  }

  private static String text(String resource) {
    try (InputStream in = SyscallNames.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
