package jbuild.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "10, 10",
    "-10, -10",
    "+7, 7",
    "' 7', 7",
    "0x1F, 31",
    "-0X10, -16",
    "010, 8",
    "0b11, 3",
    "0o17, 15",
    "9223372036854775807, 9223372036854775807"
  })
  void ofAnyBaseHaveItInFront(String text, long number) {
    assertEquals(OptionalLong.of(number), Numbers.anyBase(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "0x", "09", "0b2", "1 ", "--1", "-+1", "1K", "٣", "9223372036854775808"})
  void ofAnyBaseAreNothingElse(String text) {
    assertEquals(OptionalLong.empty(), Numbers.anyBase(text));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1000, 1000", "4294967295, 4294967295"})
  void ofUsersAreDecimal(String text, long number) {
    assertEquals(OptionalLong.of(number), Numbers.id(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "010", "0x1", "+1", "-1", " 1", "4294967296", "٣"})
  void ofUsersAreNothingElse(String text) {
    assertEquals(OptionalLong.empty(), Numbers.id(text));
  }
}
