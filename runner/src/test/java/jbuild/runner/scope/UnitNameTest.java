package jbuild.runner.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd-escape(1) 252 prints with {@code --template=machine-@.scope}, without the @. */
class UnitNameTest {
  @ParameterizedTest
  @CsvSource({
    "web, machine-web.scope",
    "web-1.example, machine-web\\x2d1.example.scope",
    ".hidden, machine-\\x2ehidden.scope",
    "a_b:c, machine-a_b:c.scope",
    "ä, machine-\\xc3\\xa4.scope",
  })
  void ofAScopeIsThatOfTheMachineEscaped(String machine, String unit) {
    assertEquals(unit, UnitName.ofScope(machine));
  }
}
