package jbuild.runner.bus;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of another implementation, and our own. */
class MessageTest {
  private static final String DAEMON = "org.freedesktop.DBus";

  @Test
  void aCallIsWhatAnotherImplementationSends() {
    Message hello = Message.call(DAEMON, "/org/freedesktop/DBus", DAEMON, "Hello", List.of());

    Message theirs = Message.of(Captured.HELLO);
    Message ours = Message.of(hello.bytes(1));

    assertAll(
        () -> assertEquals(theirs, ours),
        () -> assertEquals(Captured.HELLO.length, hello.bytes(1).length));
  }

  @Test
  void aCallWithArgumentsIsWhatAnotherImplementationSends() {
    Value variables =
        Value.array("{ss}", List.of(new Value.Entry(Value.text("a"), Value.text("b"))));
    Message call =
        Message.call(
            DAEMON, "/", DAEMON, "UpdateActivationEnvironment", List.of(variables, Value.int32(5)));

    assertAll(
        () -> assertEquals(Message.of(Captured.CALL), Message.of(call.bytes(2))),
        () -> assertEquals(Captured.CALL.length, call.bytes(2).length));
  }

  @Test
  void anAnswerSaysWhichCallItAnswers() {
    Message answer = Message.of(Captured.ADDRESS);

    assertAll(
        () -> assertEquals(Message.Kind.RETURN, answer.kind()),
        () -> assertTrue(answer.answers(1)),
        () -> assertFalse(answer.answers(2)),
        () -> assertEquals(DAEMON, answer.text(Message.Field.SENDER)),
        () -> assertEquals(List.of(Value.text(":1.0")), answer.body()));
  }

  @Test
  void aSignalSaysWhatHasHappened() {
    Message signal = Message.of(Captured.NAME_ACQUIRED);

    assertAll(
        () -> assertTrue(signal.isSignal(DAEMON, "NameAcquired")),
        () -> assertFalse(signal.isSignal(DAEMON, "NameLost")),
        () -> assertFalse(signal.answers(1)),
        () -> assertEquals("", signal.text(Message.Field.ERROR_NAME)));
  }

  @Test
  void theLengthIsKnownFromTheStart() {
    byte[] start = Arrays.copyOf(Captured.CALL, Message.START);

    assertEquals(Captured.CALL.length, Message.length(start));
  }

  @Test
  void whatIsTooLongIsNoMessage() {
    byte[] start = Arrays.copyOf(Captured.CALL, Message.START);
    start[7] = 127;

    assertThrows(IllegalArgumentException.class, () -> Message.length(start));
  }
}
