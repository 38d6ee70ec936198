package jbuild.runner.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jbuild.runner.linux.KernelFiles;
import jbuild.runner.network.Reach;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.UserNamespace;

/**
 * What is written down of a machine that runs, for whoever wants something of it later.
 *
 * <p>A file of lines {@code KEY=value}; in a value {@code \n} is a new line and {@code \\} one
 * backslash.
 *
 * @param leader its first process, on the host
 * @param started when that began, in ticks since the boot of the host: numbers are used again
 * @param root where its files come from
 * @param ownNetwork whether its network is not the host's
 * @param reach how others reach it
 * @param users whom the host sees its users as, when they are not the host's
 */
public record MachineRecord(
    MachineName name,
    int leader,
    long started,
    Path root,
    UUID uuid,
    boolean ownNetwork,
    Reach reach,
    Optional<UserNamespace> users) {
  private static final String FILE = "machine";
  private static final String UNFINISHED = "machine.new";
  private static final int START_TIME = 20;

  /** The names of all that {@link #write} leaves. */
  static final List<String> FILES = List.of(UNFINISHED, FILE);

  /** When a process has begun; see proc_pid_stat(5). */
  static long startOf(int pid) {
    String stat = KernelFiles.value(Path.of("/proc", Integer.toString(pid), "stat"));
    // The name in front may have any character in it, also a parenthesis.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ");
    return Long.parseLong(fields[START_TIME]);
  }

  /** Whether the first process is still the one that this was written for. */
  public boolean isAlive() {
    try {
      return startOf(leader) == started;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Nobody ever reads half of it. */
  void write(Path directory) {
    StringBuilder text = new StringBuilder();
    add(text, "NAME", name.value());
    add(text, "LEADER", Integer.toString(leader));
    add(text, "STARTED", Long.toString(started));
    add(text, "ROOT", root.toString());
    add(text, "UUID", uuid.toString());
    add(text, "OWN_NETWORK", Boolean.toString(ownNetwork));
    for (Map.Entry<String, String> word : ReachText.of(reach).entrySet()) {
      add(text, word.getKey(), word.getValue());
    }
    if (users.isPresent()) {
      add(text, "USERS_BASE", Long.toString(users.get().base()));
      add(text, "USERS_SIZE", Long.toString(users.get().size()));
    }
    try {
      Path unfinished = Files.writeString(directory.resolve(UNFINISHED), text);
      Files.move(unfinished, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw RuntimeDirectory.unwritable(directory, e);
    }
  }

  private static void add(StringBuilder text, String key, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
    text.append(key).append('=').append(escaped).append('\n');
  }

  /** Empty when the machine of the directory does not run yet, or not any more. */
  static Optional<MachineRecord> read(Path directory) {
    try {
      Map<String, String> values = new LinkedHashMap<>();
      for (String line : Files.readAllLines(directory.resolve(FILE))) {
        int equals = Math.max(line.indexOf('='), 0);
        values.put(line.substring(0, equals), unescaped(line.substring(equals)));
      }
      return Optional.of(
          new MachineRecord(
              new MachineName(values.getOrDefault("NAME", "")),
              Integer.parseInt(values.getOrDefault("LEADER", "")),
              Long.parseLong(values.getOrDefault("STARTED", "")),
              Path.of(values.getOrDefault("ROOT", "")),
              UUID.fromString(values.getOrDefault("UUID", "")),
              Boolean.parseBoolean(values.getOrDefault("OWN_NETWORK", "")),
              ReachText.parse(values),
              Optional.ofNullable(values.get("USERS_BASE"))
                  .map(base -> users(base, values.getOrDefault("USERS_SIZE", "")))));
    } catch (IOException | IllegalArgumentException e) {
      // Another version of jbuild may write something else: whoever lists machines goes on.
      return Optional.empty();
    }
  }

  private static UserNamespace users(String base, String size) {
    return new UserNamespace(Long.parseLong(base), Long.parseLong(size));
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder();
    // Behind the equals sign.
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        text.append(value.charAt(i) == 'n' ? '\n' : '\\');
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
