package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipOutputTest {
  private static final int PIECE = 256 * 1024;

  @Test
  void ofNothingIsAHeadAFlushAnEndAndTheChecksumOfNothing() throws IOException {
    assertEquals(
        "1f8b08000000000000ff" + "000000ffff" + "0300" + "0000000000000000",
        HexFormat.of().formatHex(compress()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE, 9 * PIECE + 12_345})
  void isReadBackWhateverTheLengthByTheReaderOfTheJdkToo(int length) throws IOException {
    for (int letters : new int[] {1, 20, 256}) {
      byte[] content = random(length, letters);

      byte[] compressed = compress(content);

      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed));
          InputStream own = Compression.expandAny(new ByteArrayInputStream(compressed))) {
        assertArrayEquals(content, in.readAllBytes());
        assertArrayEquals(content, own.readAllBytes());
      }
    }
  }

  @Test
  void isHardlyLargerThanWithoutPieces() throws IOException {
    byte[] content = random(8 * PIECE, 20);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(whole)) {
      out.write(content);
    }

    int length = compress(content).length;

    assertTrue(length < whole.size() * 1.005, length + " instead of " + whole.size());
  }

  @Test
  void isTheSameInWhateverPartsItIsWritten() throws IOException {
    byte[] content = random(2 * PIECE + 77, 20);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GzipOutput out = new GzipOutput(bytes)) {
      out.write(content[0]);
      out.write(content, 1, PIECE);
      out.write(content, 1 + PIECE, content.length - 1 - PIECE);
    }

    assertArrayEquals(compress(content), bytes.toByteArray());
  }

  /** Repeats itself here and there, also over the borders of pieces. */
  private static byte[] random(int length, int letters) {
    Random random = new Random(length);
    byte[] content = new byte[length];
    for (int at = 0; at < length; at++) {
      content[at] = (byte) random.nextInt(letters);
      if (at > 20_000 && random.nextInt(100) == 0) {
        int run = Math.min(random.nextInt(300), length - at);
        System.arraycopy(content, at - 20_000, content, at, run);
        at += Math.max(run - 1, 0);
      }
    }
    return content;
  }

  private static byte[] compress(byte... content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GzipOutput out = new GzipOutput(bytes)) {
      out.write(content, 0, content.length);
    }
    return bytes.toByteArray();
  }
}
