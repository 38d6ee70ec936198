package jbuild.runner.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes written by hand from the D-Bus Specification, "Marshaling". */
class MarshallingTest {
  @Test
  void textsHaveALengthAndAnEnd() {
    assertBytes("03000000 666f6f00", Value.text("foo"));
    assertBytes("02000000 c3a400", Value.text("ä"));
    assertBytes("01 7300", new Value.Text('g', "s"));
  }

  @Test
  void numbersAreAlignedToTheirSize() {
    assertBytes(
        "07 00 feff 01000000 fbffffff 0900 0000 ffffffffffffffff 000000000000f03f",
        new Value.Number('y', 7),
        new Value.Number('n', -2),
        Value.truth(true),
        Value.int32(-5),
        new Value.Number('q', 9),
        Value.uint64(-1),
        new Value.Real(1));
  }

  @Test
  void theLengthOfAnArrayLeavesOutWhatAlignsItsFirstItem() {
    assertBytes("08000000 00000000 0500000000000000", Value.array("t", List.of(Value.uint64(5))));
    assertBytes("00000000 00000000", Value.array("(sv)", List.of()));
    assertBytes("04000000 00000000 02000000 03000000", Value.uint32(4), pair(2, 3));
  }

  @Test
  void dictionariesAreArraysOfEntries() {
    assertBytes(
        "0e000000 00000000 01000000 61000000 01000000 6200",
        Value.array("{ss}", List.of(new Value.Entry(Value.text("a"), Value.text("b")))));
  }

  @Test
  void variantsSayWhatTheyHold() {
    assertBytes("01 7500 00 05000000", Value.variant(Value.uint32(5)));
    assertBytes(
        "02000000 494400 02 617500 00 04000000 05000000",
        Value.struct(Value.text("ID"), Value.variant(array("u", Value.uint32(5)))));
  }

  @Test
  void bytesOfTheOtherOrderAreRead() {
    ByteBuffer bytes = ByteBuffer.wrap(hex("00000001 00000002 61620000 00000003"));

    List<Value> values = new Reader(bytes.order(ByteOrder.BIG_ENDIAN)).read("bsu");

    assertEquals(List.of(Value.truth(true), Value.text("ab"), Value.uint32(3)), values);
  }

  @ParameterizedTest
  @CsvSource({
    "s, ffffff7f 61",
    "s, 02000000 61",
    "as, ffffffff",
    "au, 03000000 010000",
    "at, 08000000",
    "v, 00 00",
    "v, 02 757500 00000000",
    "v, 01 6100",
    "v, 01 7a00",
    "t, 00",
  })
  void bytesThatAreNoSuchValuesAreRefused(String signature, String bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(hex(bytes)).order(ByteOrder.LITTLE_ENDIAN);

    assertThrows(IllegalArgumentException.class, () -> new Reader(buffer).read(signature));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "(s", "{", "z", "aa", "()"})
  void signaturesThatAreNoneAreRefused(String signature) {
    ByteBuffer nothing = ByteBuffer.allocate(16);

    assertThrows(IllegalArgumentException.class, () -> new Reader(nothing).read(signature));
  }

  @Test
  void variantsWithinVariantsEndSomewhere() {
    ByteBuffer bytes = ByteBuffer.wrap(hex("017600".repeat(100)));

    assertThrows(IllegalArgumentException.class, () -> new Reader(bytes).read("v"));
  }

  private static Value pair(long first, long second) {
    return Value.struct(Value.uint32(first), Value.uint32(second));
  }

  private static Value array(String items, Value... values) {
    return Value.array(items, List.of(values));
  }

  private static void assertBytes(String expected, Value... values) {
    Writer writer = new Writer();
    writer.writeAll(List.of(values));
    String shown = HexFormat.of().formatHex(writer.bytes());
    assertEquals(expected.replace(" ", ""), shown);

    ByteBuffer bytes = ByteBuffer.wrap(writer.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(List.of(values), new Reader(bytes).read(Types.of(List.of(values))));
  }

  private static byte[] hex(String bytes) {
    return HexFormat.of().parseHex(bytes.replace(" ", ""));
  }
}
