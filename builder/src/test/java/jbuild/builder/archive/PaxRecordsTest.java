package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaxRecordsTest {
  @Test
  void beginsARecordWithItsOwnLength() {
    PaxRecords records = new PaxRecords();
    records.put("uid", "4000000");

    assertEquals("15 uid=4000000\n", new String(records.encode(), StandardCharsets.US_ASCII));
  }

  // Around these lengths the number of digits grows, and with it the length.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 6, 7, 90, 91, 92, 93, 94, 989, 990, 991, 992, 993, 9_984})
  void readsBackValuesOfEveryLengthWithWhateverBytes(int length) {
    byte[] value = new byte[length];
    for (int at = 0; at < length; at++) {
      value[at] = (byte) "\n=\0\u00ff ".charAt(at % 5);
    }
    PaxRecords records = new PaxRecords();
    records.put("a", value);
    records.put("b", "after it");

    PaxRecords decoded = PaxRecords.decode(records.encode());

    assertArrayEquals(value, decoded.get("a").orElseThrow());
    assertEquals("after it", new String(decoded.get("b").orElseThrow()));
  }
}
