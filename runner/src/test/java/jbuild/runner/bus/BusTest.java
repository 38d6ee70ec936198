package jbuild.runner.bus;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a service, and what it says. */
class BusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path directory;
  private OneService service;

  @BeforeEach
  void startAService() throws IOException {
    service = new OneService(directory.resolve("socket"));
  }

  @AfterEach
  void endTheService() throws IOException {
    service.close();
  }

  @Test
  void introducesItselfOnABus() {
    service.answer(Value.text(":1.7"));
    service.answer(Value.path("/job/1"), Value.uint32(5));
    try (Bus bus = Bus.daemon(service.socket())) {
      List<Value> answer = bus.call("a.Service", "/thing", "a.Type", "Do", Value.text("it"));

      assertAll(
          () -> assertEquals(Optional.of(":1.7"), bus.address()),
          () -> assertEquals(List.of(Value.path("/job/1"), Value.uint32(5)), answer),
          () -> assertEquals("Hello", service.call().text(Message.Field.MEMBER)),
          () ->
              assertEquals(
                  Message.call("a.Service", "/thing", "a.Type", "Do", List.of(Value.text("it")))
                      .fields(),
                  service.call().fields()));
    }
  }

  @Test
  void answersMayBeLong() {
    String text = "long ".repeat(100_000);
    service.answer(Value.text(text));
    try (Bus bus = Bus.direct(service.socket())) {
      List<Value> answer = bus.call("a.Service", "/", "a.Type", "Tell");

      assertEquals(text, answer.get(0).asText());
    }
  }

  @Test
  void aRefusalHasTheWordsOfTheService() {
    service.refuse("a.Error.Busy", "Come back tomorrow");
    try (Bus bus = Bus.direct(service.socket())) {
      BusFailure failure =
          assertThrows(BusFailure.class, () -> bus.call("a.Service", "/", "a.Type", "Do"));

      assertAll(
          () -> assertEquals("a.Error.Busy", failure.error()),
          () -> assertEquals("cannot call Do of a.Service", failure.what()),
          () -> assertEquals("Come back tomorrow", failure.why()));
    }
  }

  @Test
  void signalsThatComeBeforeAnAnswerAreKept() {
    service.signal("Removed", Value.uint32(1));
    service.answer();
    service.signal("Removed", Value.uint32(2));
    try (Bus bus = Bus.direct(service.socket())) {
      bus.call("a.Service", "/", "a.Type", "Do");

      assertAll(
          () -> assertEquals(Optional.of(1L), removed(bus, 1)),
          () -> assertEquals(Optional.of(2L), removed(bus, 2)));
    }
  }

  private static Optional<Long> removed(Bus bus, long number) {
    return bus.signal(
            signal ->
                signal.isSignal("a.Type", "Removed") && signal.body().get(0).asNumber() == number,
            PATIENCE)
        .map(signal -> signal.body().get(0).asNumber());
  }

  @Test
  void aSignalThatDoesNotComeIsNotWaitedForLong() {
    try (Bus bus = Bus.direct(service.socket())) {
      assertEquals(Optional.empty(), bus.signal(signal -> true, Duration.ofMillis(1)));
    }
  }

  @Test
  void closingEndsTheWaitOfAnotherThread() throws Exception {
    Bus bus = Bus.direct(service.socket());
    Thread waiting = new Thread(() -> bus.signal(signal -> true, Duration.ofHours(1)));
    waiting.start();
    while (waiting.getState() != Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }

    bus.close();
    waiting.join(PATIENCE.toMillis());

    assertEquals(Thread.State.TERMINATED, waiting.getState());
  }

  @Test
  void afterClosingNothingIsWaitedFor() {
    Bus bus = Bus.direct(service.socket());
    bus.close();

    assertEquals(Optional.empty(), bus.signal(signal -> true, Duration.ofHours(1)));
  }

  @Test
  void aServiceThatGoesAwayIsNamed() {
    service.leave();
    try (Bus bus = Bus.direct(service.socket())) {
      BusFailure failure =
          assertThrows(BusFailure.class, () -> bus.call("a.Service", "/", "a.Type", "Do"));

      assertAll(
          () -> assertEquals("", failure.error()),
          () -> assertTrue(failure.why().startsWith(service.socket().toString()), failure.why()));
    }
  }

  @Test
  void whereNobodyListensNobodyIsCalled() {
    Path nothing = directory.resolve("nothing");

    BusFailure failure = assertThrows(BusFailure.class, () -> Bus.direct(nothing));

    assertEquals("cannot connect to " + nothing, failure.what());
  }
}
