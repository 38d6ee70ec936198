package jbuild.builder.disk.boot;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class PortableExecutableTest {
  private static final int X64 = 0x8664;
  private static final List<PeSection> TWO =
      List.of(PeSection.of(".cmdline", "root=x"), PeSection.of(".linux", "k".repeat(0x1001)));

  @Test
  void addsSectionsBehindThoseThatItHas() throws IOException {
    byte[] stub = StubProgram.of(X64);

    byte[] written = written(stub, TWO);

    ByteBuffer image = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN);
    assertAll(
        () -> assertEquals(0x600 + 0x200 + 0x1200, written.length),
        () -> assertEquals(3, image.getShort(StubProgram.SIGNATURE + 6)),
        () -> assertEquals(".cmdline", name(written, 1)),
        () -> assertEquals(".linux\0\0", name(written, 2)),
        () -> assertEquals(List.of(6, 0x5000, 0x200, 0x600), numbers(image, 1)),
        () -> assertEquals(List.of(0x1001, 0x6000, 0x1200, 0x800), numbers(image, 2)),
        () -> assertEquals(0x40000040, image.getInt(StubProgram.TABLE + 2 * 40 + 36)),
        () -> assertEquals("root=x\0", text(written, 0x600, 7)),
        () -> assertEquals("k".repeat(0x1001) + "\0", text(written, 0x800, 0x1002)));
  }

  @Test
  void saysInItsHeaderHowLargeItIsNowAndThatNobodyHasSignedIt() throws IOException {
    byte[] written = written(StubProgram.of(X64), TWO);

    ByteBuffer image = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN);
    assertAll(
        () -> assertEquals(0x200 + 0x1400, image.getInt(StubProgram.OPTIONAL + 8)),
        () -> assertEquals(0x8000, image.getInt(StubProgram.OPTIONAL + 56)),
        () -> assertEquals(0, image.getInt(StubProgram.OPTIONAL + 64)),
        () -> assertEquals(0, image.getLong(StubProgram.OPTIONAL + 144)));
  }

  @Test
  void leavesTheProgramItselfAsItIs() throws IOException {
    byte[] stub = StubProgram.of(X64);

    byte[] written = written(stub, TWO);

    assertEquals(X64, new PortableExecutable("stub", stub).machine());
    assertArrayEquals(
        Arrays.copyOfRange(stub, StubProgram.HEADERS, stub.length),
        Arrays.copyOfRange(written, StubProgram.HEADERS, stub.length));
  }

  @Test
  void refusesMoreSectionsThanItsHeaderHasRoomFor() throws IOException {
    // (0x400 - 0x188) / 40 = 15 headers, and one is taken.
    List<PeSection> fitting = Collections.nCopies(14, PeSection.of(".one", "1"));
    List<PeSection> tooMany = Collections.nCopies(15, PeSection.of(".one", "1"));
    assertEquals(0x600 + 14 * 0x200, written(StubProgram.of(X64), fitting).length);

    Failure failure = assertThrows(Failure.class, () -> written(StubProgram.of(X64), tooMany));

    assertEquals("its header has no room for 15 more sections", failure.why());
  }

  @Test
  void refusesWhatIsNoProgramWhereverItIsCutOff() {
    byte[] stub = StubProgram.of(X64);

    for (int length = 0; length < StubProgram.TABLE + 40; length++) {
      byte[] part = Arrays.copyOf(stub, length);
      assertThrows(Failure.class, () -> new PortableExecutable("stub", part), "of " + length);
    }
  }

  @Test
  void eitherRefusesADamagedProgramOrWritesOne() throws IOException {
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] stub = StubProgram.of(X64);
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        stub[random.nextInt(StubProgram.TABLE + 40)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertTrue(written(stub, TWO).length >= stub.length);
      } catch (Failure failure) {
        refused++;
      }
    }

    assertTrue(refused > 1000, refused + " refused");
  }

  private static byte[] written(byte[] stub, List<PeSection> sections) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PortableExecutable("stub", stub).writeWith(sections, out);
    return out.toByteArray();
  }

  private static String name(byte[] image, int section) {
    return text(image, StubProgram.TABLE + section * 40, 8);
  }

  private static String text(byte[] image, int start, int length) {
    return new String(image, start, length, StandardCharsets.US_ASCII);
  }

  /** VirtualSize, VirtualAddress, SizeOfRawData, PointerToRawData. */
  private static List<Integer> numbers(ByteBuffer image, int section) {
    int header = StubProgram.TABLE + section * 40;
    return List.of(
        image.getInt(header + 8),
        image.getInt(header + 12),
        image.getInt(header + 16),
        image.getInt(header + 20));
  }
}
