package jbuild.runner.network.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.PacketFilter.Condition;
import org.junit.jupiter.api.Test;

class LinkServerTest {
  private final Wire wire = new Wire();

  /** Answers all but one thing, at which it breaks. */
  private record Talker(Optional<Duration> pause) implements Protocol {
    @Override
    public List<Condition> wanted() {
      return List.of();
    }

    @Override
    public Optional<byte[]> answer(byte[] frame) {
      String text = text(frame);
      if (text.equals("trap")) {
        throw new IllegalStateException("trapped");
      }
      return text.isEmpty() ? Optional.empty() : Optional.of(bytes("you said " + text));
    }

    @Override
    public Optional<Announcement> announce() {
      return pause.map(time -> new Announcement(bytes("news"), time));
    }

    @Override
    public Optional<byte[]> farewell() {
      return Optional.of(bytes("farewell"));
    }
  }

  @Test
  void answersUntilItIsClosedAndThenSaysFarewell() throws InterruptedException {
    LinkServer server = start(new Talker(Optional.empty()));

    wire.put(bytes("one"));
    wire.put(bytes(""));
    wire.put(bytes("two"));

    assertEquals("you said one", text(wire.take()));
    assertEquals("you said two", text(wire.take()));
    server.close();
    assertEquals("farewell", text(wire.take()));
    assertTrue(wire.isClosed());
  }

  @Test
  @SuppressWarnings("try") // The server serves: nothing else is done with it.
  void outlivesAProtocolThatBreaks() throws InterruptedException {
    try (LinkServer server = start(new Talker(Optional.empty()))) {
      wire.put(bytes("trap"));
      wire.put(bytes("still there"));

      assertEquals("you said still there", text(wire.take()));
    }
  }

  @Test
  @SuppressWarnings("try") // The server serves: nothing else is done with it.
  void speaksUnaskedAfterEachPause() throws InterruptedException {
    Talker often = new Talker(Optional.of(Duration.ofMillis(2)));
    Talker once = new Talker(Optional.of(Duration.ofDays(300)));
    try (LinkServer server = start(once, often)) {
      for (int i = 0; i < 5; i++) {
        assertEquals("news", text(wire.take()));
      }
    }
  }

  @Test
  void endsWithItsLink() {
    Frames gone =
        new Frames() {
          @Override
          public Optional<byte[]> receive(int milliseconds) {
            throw new IllegalStateException("no link");
          }

          @Override
          public void send(byte[] frame) {
            throw new IllegalStateException("no link");
          }

          @Override
          public void end() {}

          @Override
          public void close() {
            wire.close();
          }
        };

    LinkServer.start("test", gone, List.of(new Talker(Optional.of(Duration.ZERO)))).close();

    assertTrue(wire.isClosed());
  }

  private LinkServer start(Protocol... protocols) {
    return LinkServer.start("test", wire, List.of(protocols));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
