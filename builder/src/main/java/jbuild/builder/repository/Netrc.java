package jbuild.builder.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Names and passwords for servers, as netrc(5) has them; the first that fits counts. */
final class Netrc {
  private static final String ANY = "";
  private static final long LARGEST = 1 << 20;

  private final List<Entry> entries;

  /** The server's name is empty for those that no other entry is about. */
  private record Entry(String machine, String login, String password) {}

  private Netrc(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The file that NETRC names, else .netrc in the home directory, if it is there. */
  static Netrc of(Map<String, String> environment) {
    String named = environment.getOrDefault("NETRC", "");
    String home = environment.getOrDefault("HOME", "");
    Path file = named.isEmpty() ? Path.of(home.isEmpty() ? "/" : home, ".netrc") : Path.of(named);
    try {
      if (!named.isEmpty() || Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
        return parse(Files.readString(file));
      }
      return new Netrc(List.of());
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot read " + file,
          Reasons.of(e),
          named.isEmpty() ? "mend the file, or remove it" : "correct or unset NETRC");
    }
  }

  static Netrc parse(String text) {
    List<Entry> entries = new ArrayList<>();
    Optional<Entry> open = Optional.empty();
    Iterator<String> words = words(text).iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (word.equals("machine") || word.equals("default")) {
        open.ifPresent(entries::add);
        open = Optional.of(new Entry(word.equals("default") ? ANY : next(words), "", ""));
      } else if (open.isPresent() && word.equals("login")) {
        open = Optional.of(new Entry(open.get().machine(), next(words), open.get().password()));
      } else if (open.isPresent() && word.equals("password")) {
        open = Optional.of(new Entry(open.get().machine(), open.get().login(), next(words)));
      }
    }
    open.ifPresent(entries::add);
    return new Netrc(entries);
  }

  /** Macros are for another program: they end with an empty line. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    boolean macro = false;
    for (String line : text.lines().map(String::strip).toList()) {
      macro = !line.isEmpty() && (macro || line.startsWith("macdef"));
      if (!macro && !line.startsWith("#") && !line.isEmpty()) {
        words.addAll(List.of(line.split("\\s+")));
      }
    }
    return words;
  }

  private static String next(Iterator<String> words) {
    return words.hasNext() ? words.next() : "";
  }

  /** Name and password, with a colon between. */
  Optional<String> find(String host) {
    return entries.stream()
        .filter(entry -> entry.machine().equals(ANY) || entry.machine().equals(host))
        .filter(entry -> !entry.login().isEmpty())
        .map(entry -> entry.login() + ":" + entry.password())
        .findFirst();
  }
}
