package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TarBlockTest {
  @Test
  void readsNumbersAsEveryTarWritesThem() {
    assertAll(
        () -> assertEquals(0755, octal("0000755\0")),
        () -> assertEquals(0755, octal("    755 ")),
        () -> assertEquals(077777777, octal("77777777")),
        () -> assertEquals(0, octal("\0\0\0\0\0\0\0\0")));
  }

  @Test
  void readsTheLargeAndNegativeNumbersOfGnuTar() {
    assertAll(
        () -> assertEquals(1L << 33, binary("800000000000000200000000")),
        () -> assertEquals(-2, binary("fffffffffffffffffffffffe")),
        () -> assertEquals(Long.MAX_VALUE, binary("800000007fffffffffffffff")));
  }

  @Test
  void refusesNumbersThatNoLongCanHold() {
    assertAll(
        () -> assertThrows(BadArchive.class, () -> binary("800000008000000000000000")),
        () -> assertThrows(BadArchive.class, () -> binary("80ffffffffffffffffffffff")),
        () -> assertThrows(BadArchive.class, () -> octal("0000789\0")),
        () -> assertThrows(BadArchive.class, () -> octal("-000001\0")));
  }

  private static long octal(String text) {
    TarBlock block = TarBlock.ofZeros();
    block.put(TarBlock.MODE, text);
    return block.number(TarBlock.MODE);
  }

  private static long binary(String hex) {
    TarBlock block = TarBlock.ofZeros();
    block.put(TarBlock.TIME, HexFormat.of().parseHex(hex));
    return block.number(TarBlock.TIME);
  }
}
