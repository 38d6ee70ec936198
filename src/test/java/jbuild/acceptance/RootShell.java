package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

/** The shell of root, who has logged in without a password at the console of a booted Debian. */
final class RootShell {
  private static final Duration BOOT = Duration.ofSeconds(90);

  private final Terminal terminal;
  private final String prompt;

  private RootShell(Terminal terminal, String host) {
    this.terminal = terminal;
    this.prompt = "root@" + host + ":~#";
  }

  static RootShell of(Terminal terminal, String host) {
    return of(terminal, host, BOOT);
  }

  /** The same, when the machine may boot later. */
  static RootShell of(Terminal terminal, String host, Duration patience) {
    terminal.await(host + " login:", patience);
    terminal.type("root");
    RootShell shell = new RootShell(terminal, host);
    terminal.await(shell.prompt);
    return shell;
  }

  /** What appears until the shell is ready again, with the echo of the command. */
  String answer(String command) {
    terminal.type(command);
    return terminal.await(prompt);
  }

  /** Everything that should run does, and nothing has failed on the way. */
  void expectAllIsWell() {
    String state = answer("echo state=$(systemctl is-system-running --wait)");
    String failed = answer("echo failed=$(systemctl --failed --no-legend | wc -l)");
    assertAll(
        () -> assertTrue(state.contains("state=running\r"), state),
        () -> assertTrue(failed.contains("failed=0\r"), failed));
  }

  /** The exit status of the program that shows the machine, once that is off. */
  int powerOff() {
    terminal.type("poweroff");
    return terminal.awaitEnd();
  }
}
