package jbuild.runner.nspawn;

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
class UsersDraftTest {
  @Test
  void nameMappingsByWords() {
    assertAll(
        () -> assertEquals(new Mapping.OfTree(), mapping("YES")),
        () -> assertEquals(new Mapping.OfTree(), mapping("t")),
        () -> assertEquals(new Mapping.None(), mapping("Off")),
        () -> assertEquals(new Mapping.Pick(), mapping("pick")),
        () -> assertEquals(new Mapping.Managed(), mapping("managed")),
        () -> assertEquals(new Mapping.Identity(), mapping("identity")));
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
    assertEquals(new Mapping.Range(new UserNamespace(base, size)), mapping(text));
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
    Failure failure = assertThrows(Failure.class, () -> mapping(text));

    assertAll(
        () -> assertEquals(ExitStatus.WRONG_USAGE, failure.status()),
        () -> assertEquals("cannot use --private-users=" + text, failure.what()));
  }

  @Test
  void nameWaysToOwnTrees() {
    assertAll(
        () -> assertEquals(Users.Ownership.AUTO, ownership("auto")),
        () -> assertEquals(Users.Ownership.FOREIGN, ownership("foreign")),
        () -> assertThrows(Failure.class, () -> ownership("Auto")),
        () -> assertThrows(Failure.class, () -> ownership("")));
  }

  @Test
  void nameShells() {
    Optional<Users.Shell> ofHost = Optional.of(new Users.Shell(Optional.empty()));
    Optional<Users.Shell> named = Optional.of(new Users.Shell(Optional.of("/bin/sh")));

    assertAll(
        () -> assertEquals(ofHost, shell("yes")),
        () -> assertEquals(Optional.empty(), shell("0")),
        () -> assertEquals(named, shell("/bin/sh")),
        () -> assertThrows(Failure.class, () -> shell("bin/sh")),
        () -> assertThrows(Failure.class, () -> shell("")));
  }

  private static Mapping mapping(String text) {
    return with("private-users", text).mapping();
  }

  private static Users.Ownership ownership(String text) {
    return with("private-users-ownership", text).ownership();
  }

  private static Optional<Users.Shell> shell(String text) {
    return with("bind-user-shell", text).users().bound().shell();
  }

  private static UsersDraft with(String option, String value) {
    UsersDraft draft = new UsersDraft();
    draft.set(option, value);
    return draft;
  }
}
