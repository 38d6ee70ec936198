package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.console.Console;
import jbuild.runner.linux.Capability;
import jbuild.runner.settings.CustomMount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {
  @Test
  void bindsAPathToTheSamePath() {
    CustomMount bind = OptionValues.bind("--bind", "/srv", false);

    assertEquals(CustomMount.Bind.of(Path.of("/srv"), "/srv", false), bind);
  }

  @Test
  void bindsAPathToAnotherPath() {
    CustomMount bind = OptionValues.bind("--bind-ro", "/srv:/mnt", true);

    assertEquals(CustomMount.Bind.of(Path.of("/srv"), "/mnt", true), bind);
  }

  @Test
  void takesAColonBehindABackslashForPartOfAPath() {
    CustomMount bind = OptionValues.bind("--bind", "/a\\:b:/c\\:d", false);

    assertEquals(CustomMount.Bind.of(Path.of("/a:b"), "/c:d", false), bind);
  }

  @Test
  void findsARelativePathFromHere() {
    CustomMount bind = OptionValues.bind("--bind", "pom.xml:/pom", false);

    assertEquals(CustomMount.Bind.of(Path.of("pom.xml").toAbsolutePath(), "/pom", false), bind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":/mnt", "/srv:mnt", "/srv:", "/srv:/mnt:noidmap"})
  void refusesAnyOtherBind(String text) {
    Failure failure = assertThrows(Failure.class, () -> OptionValues.bind("--bind", text, false));

    assertEquals("cannot use --bind=" + text, failure.what());
    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0123456789ABCDEF0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"})
  void readsMachineIdsWithAndWithoutDashes(String text) {
    assertEquals(UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"), OptionValues.uuid(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "00000000000000000000000000000000"})
  void refusesAnyOtherMachineId(String text) {
    assertThrows(Failure.class, () -> OptionValues.uuid(text));
  }

  @Test
  void readsCapabilitiesInAnyCaseAndAllOfThem() {
    assertEquals(
        Set.of(Capability.NET_ADMIN, Capability.BPF),
        OptionValues.capabilities("--capability", "CAP_NET_ADMIN,cap_bpf"));
    assertEquals(Set.of(Capability.values()), OptionValues.capabilities("--capability", "all"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CAP_BPF,", "NET_ADMIN", "CAP_BPF all"})
  void refusesAnyOtherCapability(String text) {
    Failure failure =
        assertThrows(Failure.class, () -> OptionValues.capabilities("--capability", text));

    assertEquals("cannot use --capability=" + text, failure.what());
  }

  @Test
  void copiesAVariableWithoutValueFromHere() {
    OptionValues.Variable path = OptionValues.variable("PATH");

    assertEquals(new OptionValues.Variable("PATH", System.getenv("PATH")), path);
  }

  @Test
  void keepsEverythingBehindTheFirstEqualsSign() {
    assertEquals(new OptionValues.Variable("A", "b=c"), OptionValues.variable("A=b=c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=x", "a b=c", "1A=2"})
  void refusesWhatNamesNoVariable(String text) {
    assertThrows(Failure.class, () -> OptionValues.variable(text));
  }

  @Test
  void readsTruthAsSystemdWritesIt() {
    assertEquals(true, OptionValues.truth("--notify-ready", "On"));
    assertEquals(false, OptionValues.truth("--notify-ready", "n"));
    assertThrows(Failure.class, () -> OptionValues.truth("--notify-ready", "maybe"));
  }

  @Test
  void knowsTheConsolesByName() {
    assertEquals(Console.READ_ONLY, OptionValues.console("read-only"));
    assertThrows(Failure.class, () -> OptionValues.console("loud"));
  }
}
