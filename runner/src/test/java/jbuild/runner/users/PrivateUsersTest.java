package jbuild.runner.users;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken and refused here, systemd-nspawn 252 takes and refuses. */
class PrivateUsersTest {
  @Test
  void areNamedByWords() {
    assertAll(
        () -> assertEquals(PrivateUsers.YES, PrivateUsers.parse("YES")),
        () -> assertEquals(PrivateUsers.YES, PrivateUsers.parse("t")),
        () -> assertEquals(PrivateUsers.NO, PrivateUsers.parse("Off")),
        () -> assertEquals(PrivateUsers.PICK, PrivateUsers.parse("pick")),
        () -> assertEquals(PrivateUsers.IDENTITY, PrivateUsers.parse("identity")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 65536",
    "1, 1, 65536",
    "100001:65537, 100001, 65537",
    "4294967294:1, 4294967294, 1",
    "4294901760:65535, 4294901760, 65535",
    "5:0x10, 5, 16",
    "5:010, 5, 8",
    "5:0b11, 5, 3",
    "5:+7, 5, 7",
    "'5: 7', 5, 7"
  })
  void areARange(String text, long base, long size) {
    assertEquals(new PrivateUsers(PrivateUsers.Mode.FIXED, base, size), PrivateUsers.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%$š",
        "Pick",
        "0:0",
        "5:0",
        "65535",
        "4294967295",
        "4294967296",
        "4294901760",
        "99999999999999999999",
        "1:2:3",
        "1:",
        ":5",
        "5:7 ",
        "5:-1",
        "5:4294967296",
        "5:0x",
        "5:09",
        "0x10",
        "010:65536",
        "+5",
        " 5",
        "-5",
        "٣"
      })
  void areNothingElse(String text) {
    Failure failure = assertThrows(Failure.class, () -> PrivateUsers.parse(text));

    assertAll(
        () -> assertEquals(ExitStatus.WRONG_USAGE, failure.status()),
        () -> assertEquals("cannot use --private-users=" + text, failure.what()));
  }

  @Test
  void areNotManagedByADaemonThatJbuildDoesNotAsk() {
    Failure failure = assertThrows(Failure.class, () -> PrivateUsers.parse("managed"));

    assertAll(
        () -> assertEquals(ExitStatus.HOST_CANNOT, failure.status()),
        () ->
            assertEquals(
                "such ranges are given out by systemd-nsresourced, which jbuild does not ask",
                failure.why()));
  }
}
