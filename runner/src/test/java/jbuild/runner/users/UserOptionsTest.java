package jbuild.runner.users;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import jbuild.runner.settings.Users.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken and refused here, systemd-nspawn 252 takes and refuses. */
class UserOptionsTest {
  @Test
  void nameMappingsByWords() {
    assertAll(
        () -> assertEquals(new Mapping.OfTree(), UserOptions.mapping("YES")),
        () -> assertEquals(new Mapping.OfTree(), UserOptions.mapping("t")),
        () -> assertEquals(new Mapping.None(), UserOptions.mapping("Off")),
        () -> assertEquals(new Mapping.Pick(), UserOptions.mapping("pick")),
        () -> assertEquals(new Mapping.Managed(), UserOptions.mapping("managed")),
        () -> assertEquals(new Mapping.Identity(), UserOptions.mapping("identity")));
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
  void nameRanges(String text, long base, long size) {
    assertEquals(new Mapping.Range(new UserNamespace(base, size)), UserOptions.mapping(text));
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
  void refuseWhatIsNoMapping(String text) {
    Failure failure = assertThrows(Failure.class, () -> UserOptions.mapping(text));

    assertAll(
        () -> assertEquals(ExitStatus.WRONG_USAGE, failure.status()),
        () -> assertEquals("cannot use --private-users=" + text, failure.what()));
  }

  @Test
  void nameWaysToOwnTrees() {
    assertAll(
        () -> assertEquals(Users.Ownership.AUTO, UserOptions.ownership("auto")),
        () -> assertEquals(Users.Ownership.FOREIGN, UserOptions.ownership("foreign")),
        () -> assertThrows(Failure.class, () -> UserOptions.ownership("Auto")),
        () -> assertThrows(Failure.class, () -> UserOptions.ownership("")));
  }

  @Test
  void nameShells() {
    Optional<Users.Shell> ofHost = Optional.of(new Users.Shell(Optional.empty()));
    Optional<Users.Shell> named = Optional.of(new Users.Shell(Optional.of("/bin/sh")));

    assertAll(
        () -> assertEquals(ofHost, UserOptions.shell("yes")),
        () -> assertEquals(Optional.empty(), UserOptions.shell("0")),
        () -> assertEquals(named, UserOptions.shell("/bin/sh")),
        () -> assertThrows(Failure.class, () -> UserOptions.shell("bin/sh")),
        () -> assertThrows(Failure.class, () -> UserOptions.shell("")));
  }
}
