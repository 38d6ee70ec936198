package jbuild.builder.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A program to run in a machine of its own: arguments stay a list from here to execve, never a
 * shell string.
 *
 * @param root the tree that the program sees as /
 * @param argv the program, found by the machine's PATH, and its arguments
 * @param environment on top of the machine's own
 * @param binds what else of the host the program sees
 * @param input what the program reads from its standard input
 * @param hostNetwork whether it shares the host's network; it has only a loopback device otherwise
 * @param limit the time after which all of it is killed
 * @param forgotten whether what is written into the root is forgotten
 */
public record Command(
    Path root,
    List<String> argv,
    Map<String, String> environment,
    List<Bind> binds,
    String input,
    boolean hostNetwork,
    Duration limit,
    boolean forgotten) {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /**
   * A file or directory of the host, shown inside.
   *
   * @param source absolute, on the host
   * @param target absolute, inside; made when missing
   * @param cover a directory that takes what is written there, in place of the source
   */
  public record Bind(Path source, String target, boolean readOnly, Optional<Path> cover) {
    /** What is written there is in the source. */
    public Bind(Path source, String target, boolean readOnly) {
      this(source, target, readOnly, Optional.empty());
    }

    public Bind {
      Objects.requireNonNull(cover);
      if (!source.isAbsolute() || !target.startsWith("/")) {
        throw new IllegalArgumentException("not absolute: " + source + " on " + target);
      }
    }
  }

  public Command {
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program to run");
    }
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    binds = List.copyOf(binds);
  }

  public static Command in(Path root, String... argv) {
    return new Command(root, List.of(argv), Map.of(), List.of(), "", false, LIMIT, false);
  }

  public static Command in(Path root, List<String> argv) {
    return new Command(root, argv, Map.of(), List.of(), "", false, LIMIT, false);
  }

  public Command with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new Command(root, argv, more, binds, input, hostNetwork, limit, forgotten);
  }

  public Command bind(Path source, String target) {
    return bind(new Bind(source, target, false));
  }

  public Command bindReadOnly(Path source, String target) {
    return bind(new Bind(source, target, true));
  }

  /** Shows a directory that can be written to, while all that is written goes elsewhere. */
  public Command bindCovered(Path source, Path cover, String target) {
    return bind(new Bind(source, target, false, Optional.of(cover)));
  }

  private Command bind(Bind bind) {
    List<Bind> more = new ArrayList<>(binds);
    more.add(bind);
    return new Command(root, argv, environment, more, input, hostNetwork, limit, forgotten);
  }

  public Command reading(String text) {
    return new Command(root, argv, environment, binds, text, hostNetwork, limit, forgotten);
  }

  public Command withHostNetwork() {
    return new Command(root, argv, environment, binds, input, true, limit, forgotten);
  }

  public Command within(Duration time) {
    return new Command(root, argv, environment, binds, input, hostNetwork, time, forgotten);
  }

  /** The tree that is the root stays as it is. */
  public Command forgettingChanges() {
    return new Command(root, argv, environment, binds, input, hostNetwork, limit, true);
  }
}
