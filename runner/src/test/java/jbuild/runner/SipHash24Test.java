package jbuild.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SipHash24Test {
  @Test
  void hashesAsThePaperDoes() {
    HexFormat hex = HexFormat.of();

    long hash =
        SipHash24.of(
            hex.parseHex("000102030405060708090a0b0c0d0e0f"),
            hex.parseHex("000102030405060708090a0b0c0d0e"));

    assertEquals(0xa129ca6149be45e5L, hash);
  }
}
