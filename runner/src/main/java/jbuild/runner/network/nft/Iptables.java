package jbuild.runner.network.nft;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * The programs {@code iptables} and {@code ip6tables} of the host: the only ones of its that are
 * started, and only where the kernel has no nf_tables.
 */
public final class Iptables {
  private static final List<Path> DIRECTORIES =
      List.of(
          Path.of("/usr/local/sbin"),
          Path.of("/usr/sbin"),
          Path.of("/sbin"),
          Path.of("/usr/bin"),
          Path.of("/bin"));

  private final List<Path> directories;

  public Iptables() {
    this(DIRECTORIES);
  }

  Iptables(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * Has all the rules, in the network namespace of this thread, or none.
   *
   * @throws Failure when a command fails or the host does not have it
   */
  public void add(IptablesRules rules) {
    List<IptablesRules.Command> done = new ArrayList<>();
    for (IptablesRules.Command command : rules.commands()) {
      Optional<String> why = run(command.addition());
      if (why.isPresent()) {
        remove(new IptablesRules(done).removals());
        throw new Failure(
            ExitStatus.HOST_CANNOT,
            "cannot say " + String.join(" ", command.addition()),
            why.get(),
            "install iptables, or use a kernel with nf_tables");
      }
      done.add(command);
    }
  }

  /** Undoes what was recorded; that some of it is undone already is fine. */
  public void remove(List<List<String>> removals) {
    for (List<String> removal : removals) {
      run(removal);
    }
  }

  /** Why it did not work. */
  private Optional<String> run(List<String> command) {
    Optional<Path> program = find(command.get(0));
    if (program.isEmpty()) {
      return Optional.of("the host has no " + command.get(0));
    }
    List<String> found = new ArrayList<>(command);
    found.set(0, program.get().toString());
    try {
      Process process = new ProcessBuilder(found).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.onExit().join().exitValue();
      return status == 0
          ? Optional.empty()
          : Optional.of(
              said.isBlank() ? "it ended with " + status : said.lines().findFirst().get());
    } catch (IOException e) {
      return Optional.of(Reasons.of(e));
    }
  }

  private Optional<Path> find(String name) {
    for (Path directory : directories) {
      Path program = directory.resolve(name);
      if (Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }
}
