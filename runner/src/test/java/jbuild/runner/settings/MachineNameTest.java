package jbuild.runner.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As systemd-nspawn 252 has it with --machine= and with directories of such names. */
class MachineNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "A-b", "a--b", "a.b", "1"})
  void areHostNames(String name) {
    assertTrue(MachineName.isValid(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a_b", "a..b", ".a", "a.", "-a", "a-", "a-.b", "a.-b", "a b", "ä"})
  void areNothingElse(String name) {
    assertFalse(MachineName.isValid(name));
  }

  @Test
  void areShort() {
    assertTrue(MachineName.isValid("a".repeat(64)));
    assertFalse(MachineName.isValid("a".repeat(65)));
  }

  @ParameterizedTest
  @CsvSource({
    "a_b, ab",
    "_a, a",
    "a-.b, a-b",
    "a b, ab",
    "a..b, a.b",
    "ab-, ab",
    "a.-b, a.b",
    "'', machine",
    "..., machine"
  })
  void comeFromNamesOfFiles(String file, String name) {
    assertEquals(name, MachineName.from(file).value());
  }
}
