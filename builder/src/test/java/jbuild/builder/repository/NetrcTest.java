package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class NetrcTest {
  private static final Netrc NETRC =
      Netrc.parse(
          """
          # for tests
          machine one.example login ada password sesame
          macdef init
          machine two.example login nobody password nothing

          machine two.example
            login bob
            password letmein
          default login anonymous password me@example
          """);

  @Test
  void findsTheEntryOfAMachineAndElseTheDefault() {
    assertEquals(Optional.of("ada:sesame"), NETRC.find("one.example"));
    assertEquals(Optional.of("bob:letmein"), NETRC.find("two.example"));
    assertEquals(Optional.of("anonymous:me@example"), NETRC.find("three.example"));
  }

  @Test
  void knowsNobodyWhereThereIsNoFile() {
    assertEquals(Optional.empty(), Netrc.of(Map.of("HOME", "/nowhere")).find("one.example"));
  }

  @Test
  void aFileThatIsNamedMustBeThere() {
    Failure failure =
        assertThrows(Failure.class, () -> Netrc.of(Map.of("NETRC", "/nowhere/netrc")));

    assertEquals("cannot read /nowhere/netrc", failure.what());
    assertEquals("correct or unset NETRC", failure.fix());
  }
}
