package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Lz4OutputTest {
  @Test
  void ofNothingIsAHeadAnEndAndTheChecksumOfNothing() throws IOException {
    assertEquals("04224d18646085000000" + "00055dcc02", HexFormat.of().formatHex(compress()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 12, 13, 14, 100, 65_535, 65_600, 1 << 20, (1 << 20) + 1, 3 << 20})
  void isReadBackWhateverTheLength(int length) throws IOException {
    for (int letters : new int[] {1, 2, 20, 256}) {
      byte[] content = random(length, letters);

      byte[] compressed = compress(content);

      try (InputStream in = Compression.expandAny(new ByteArrayInputStream(compressed))) {
        assertArrayEquals(content, in.readAllBytes());
      }
      assertTrue(compressed.length <= length + 32, "grew to " + compressed.length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // By the program lz4: 40 letters, with their number and checksums of blocks.
        "04224d187c4028000000000000004d0b0000001f6101000f506161616161a7e6999900000000d616966a",
        "04224d187440bd0b0000001f6101000f506161616161a7e6999900000000d616966a",
        "50 2a 4d 18 03 00 00 00 61 61 61",
      })
  void areReadAlsoInFormsThatWeDoNotWrite(String hex) throws IOException {
    byte[] compressed = HexFormat.of().parseHex(hex.replace(" ", ""));

    try (InputStream in = new Lz4Input(new ByteArrayInputStream(compressed))) {
      String expanded = new String(in.readAllBytes());
      assertTrue(expanded.isEmpty() || expanded.equals("a".repeat(40)), expanded);
    }
  }

  @Test
  void failPlainlyWhereverTheyAreDamaged() throws IOException {
    byte[] content = random(5000, 3);
    byte[] compressed = compress(content);

    for (int at = 0; at < compressed.length; at++) {
      byte[] damaged = compressed.clone();
      damaged[at] ^= 0x10;
      try {
        // A match may come from elsewhere: only what is not the same must not be read.
        assertArrayEquals(content, readAll(damaged), "changed at " + at);
      } catch (BadArchive expected) {
        assertTrue(expected.why().startsWith("its LZ4 data"), expected.why());
      }
      byte[] shorter = Arrays.copyOf(compressed, Math.max(at, 1));
      assertThrows(BadArchive.class, () -> readAll(shorter), "cut off at " + at);
    }
  }

  private static byte[] readAll(byte[] compressed) throws IOException {
    try (InputStream in = new Lz4Input(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }

  /** Repeats itself here and there. */
  private static byte[] random(int length, int letters) {
    Random random = new Random(length);
    byte[] content = new byte[length];
    for (int at = 0; at < length; at++) {
      content[at] = (byte) random.nextInt(letters);
      if (at > 300 && random.nextInt(50) == 0) {
        int run = Math.min(random.nextInt(300), length - at);
        System.arraycopy(content, at - 300, content, at, run);
        at += Math.max(run - 1, 0);
      }
    }
    return content;
  }

  private static byte[] compress(byte... content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Lz4Output out = new Lz4Output(bytes)) {
      out.write(content, 0, content.length);
    }
    return bytes.toByteArray();
  }
}
