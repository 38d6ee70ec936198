package jbuild.runner.image.disk;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class DiskCheckTest {
  private static final int SIZE = 128 << 10;

  @Test
  void whatHasNothingOfADiskIsNone() {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

    assertAll(
        () -> refused("it is empty", new byte[0]),
        () -> refused("it is a tar archive", tar),
        () ->
            refused(
                "it has neither a partition table nor a file system that is known here",
                "only text\n".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void aDiskIsAsLongAsItsPartitionTableSays() {
    byte[] whole = GptDisk.usual().bytes.array();

    assertAll(
        () -> DiskCheck.check(new MemoryDisk(whole)),
        () ->
            refused(
                "it is shorter than its partition table says",
                Arrays.copyOf(whole, whole.length / 2)));
  }

  @Test
  void aDiskIsAsLongAsItsFileSystemSays() {
    assertAll(
        () ->
            assertLength(
                "ext4",
                bytes -> {
                  bytes.putShort(1080, (short) 0xef53).putInt(1024 + 24, 2);
                  bytes.putInt(1028, SIZE >> 12);
                }),
        () ->
            assertLength(
                "xfs",
                bytes -> {
                  mark(bytes, 0, "XFSB");
                  bytes.order(ByteOrder.BIG_ENDIAN).putInt(4, 512).putLong(8, SIZE / 512);
                }),
        () ->
            assertLength(
                "btrfs",
                bytes -> {
                  mark(bytes, 65600, "_BHRfS_M");
                  bytes.putLong(65536 + 0xd1, SIZE);
                }),
        () ->
            assertLength(
                "squashfs",
                bytes -> {
                  mark(bytes, 0, "hsqs");
                  bytes.putLong(40, SIZE);
                }),
        () ->
            assertLength(
                "erofs",
                bytes -> {
                  bytes.putInt(1024, 0xe0f5e1e2).put(1036, (byte) 12).putInt(1060, SIZE >> 12);
                }));
  }

  @Test
  void aSizeThatNoDiskHasIsTooLarge() {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(1080, (short) 0xef53).putInt(1024 + 24, -11).putInt(1028, 1);

    refused("it ends after 131072 bytes, but its ext4 has 9223372036854775807", bytes.array());
  }

  private static void assertLength(String kind, Consumer<ByteBuffer> make) {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    make.accept(bytes);

    assertDoesNotThrow(() -> DiskCheck.check(new MemoryDisk(bytes.array())), kind);
    refused(
        "it ends after 131071 bytes, but its " + kind + " has 131072",
        Arrays.copyOf(bytes.array(), SIZE - 1));
  }

  private static void mark(ByteBuffer bytes, int at, String text) {
    bytes.put(at, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void refused(String why, byte[] disk) {
    Failure failure = assertThrows(Failure.class, () -> DiskCheck.check(new MemoryDisk(disk)), why);

    assertEquals(why, failure.why());
  }
}
