package jbuild.runner.resources;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import jbuild.runner.linux.ControlGroup;

/** A shell that waits to be put into a group, and then does what it is told to. */
final class GroupProcess implements AutoCloseable {
  private final Process shell;
  private final BufferedReader answers;

  private GroupProcess(Process shell) {
    this.shell = shell;
    this.answers = shell.inputReader();
  }

  static GroupProcess in(ControlGroup group) throws IOException {
    GroupProcess process = outside();
    group.add((int) process.shell.pid());
    return process;
  }

  static GroupProcess outside() throws IOException {
    return new GroupProcess(new ProcessBuilder("sh").redirectErrorStream(true).start());
  }

  /** Whether the command succeeds. */
  boolean can(String command) {
    return say("if (" + command + ") >/dev/null 2>&1; then echo yes; else echo no; fi")
        .equals("yes");
  }

  /** The first line that the command prints. */
  String say(String command) {
    try {
      shell.outputWriter().write(command + "\n");
      shell.outputWriter().flush();
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shell.destroyForcibly();
    shell.onExit().join();
  }
}
