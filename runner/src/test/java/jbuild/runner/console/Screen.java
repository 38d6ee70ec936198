package jbuild.runner.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Polling;
import jbuild.runner.linux.PseudoTerminal;
import jbuild.runner.linux.Relay;

/** A user at a real terminal: types, and sees what is written. */
final class Screen implements AutoCloseable {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

  private final Fd user = PseudoTerminal.ofHost();
  private final Fd program = PseudoTerminal.otherSide(user);
  private final Polling polling = new Polling(1);
  private final Relay relay = new Relay();
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  /** The user's side. */
  Fd user() {
    return user;
  }

  /** The side that programs have as standard input and output. */
  Fd program() {
    return program;
  }

  void type(String keys) {
    Contents.write(user, keys.getBytes(StandardCharsets.US_ASCII));
  }

  /** What has been seen, as soon as the text is in it. */
  String await(String text) {
    long begin = System.nanoTime();
    try (Fd nowhere = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_WRONLY)) {
      while (!seen.toString(StandardCharsets.US_ASCII).contains(text)) {
        if (System.nanoTime() - begin > PATIENCE) {
          throw new AssertionError("no '" + text + "' in: " + seen);
        }
        polling.watch(0, user, true, false);
        polling.await(100);
        if (polling.readable(0) && relay.readFrom(user) == Relay.Result.MOVED) {
          seen.writeBytes(relay.lastRead());
          relay.writeTo(nowhere);
        }
      }
    }
    return seen.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    program.close();
    user.close();
  }
}
