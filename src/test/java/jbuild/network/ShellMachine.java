package jbuild.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.tools.BuiltImages;

/** A machine with a private network whose shell does what it is told, one line after another. */
final class ShellMachine implements AutoCloseable {
  private static final String END = "--- ended ";

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private ShellMachine(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  /**
   * Starts it on the host; whoever asks it something waits until it is up.
   *
   * @param directory for what it says when it starts
   */
  static ShellMachine start(
      SmallInternet internet, Path directory, String name, String... options) {
    Path errors = directory.resolve(name + ".err");
    ProcessBuilder program =
        internet
            .program(words(name, options))
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectError(errors.toFile());
    return new ShellMachine(internet.start(program), errors);
  }

  private static List<String> words(String name, String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add("--console=pipe");
    return words(name, words, "/bin/sh");
  }

  /** The command line of a machine that may write, but into memory only. */
  static List<String> words(String name, List<String> options, String program) {
    String image = "--directory=" + BuiltImages.of("test-images/network.toml");
    List<String> words = new ArrayList<>(BuiltImages.jbuild("run", image).command());
    words.addAll(List.of("--volatile=overlay", "--machine=" + name));
    words.addAll(options);
    words.addAll(List.of("--", program));
    return words;
  }

  /** What a command prints, on both of its outputs. */
  String answer(String command) {
    return told(command).text();
  }

  /** Whether a command succeeds. */
  boolean can(String command) {
    return told(command).status() == 0;
  }

  private String news() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Told(String text, int status) {}

  private Told told(String command) {
    try {
      var input = process.outputWriter(StandardCharsets.UTF_8);
      input.write("( " + command + "\n) 2>&1 </dev/null; echo \"\n" + END + "$?\"\n");
      input.flush();
      StringBuilder text = new StringBuilder();
      String line = output.readLine();
      while (line != null && !line.startsWith(END)) {
        text.append(line).append('\n');
        line = output.readLine();
      }
      if (line == null) {
        throw new AssertionError("the machine has ended:\n" + news());
      }
      return new Told(text.toString().strip(), Integer.parseInt(line.substring(END.length())));
    } catch (IOException e) {
      throw new UncheckedIOException(news(), e);
    }
  }

  /** Kills the machine's jbuild, which can do nothing about it. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  @Override
  public void close() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await();
  }

  private void await() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a test waited", e);
    }
  }
}
