package jbuild.builder.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Space for memory that is not used at present; see union swap_header in linux/swap.h. */
record SwapContent(UUID id, long size) implements PartitionContent {
  private static final int PAGE = 4096;
  private static final int HEADER_AT = 1024;
  private static final String SIGNATURE = "SWAPSPACE2";

  @Override
  public void write(Path disk, DiskPartition place) {
    ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    page.position(HEADER_AT);
    page.putInt(1).putInt((int) (place.size() / PAGE - 1)).putInt(0);
    page.order(ByteOrder.BIG_ENDIAN);
    page.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    page.put("swap".getBytes(StandardCharsets.US_ASCII));
    page.position(PAGE - SIGNATURE.length());
    page.put(SIGNATURE.getBytes(StandardCharsets.US_ASCII));
    try (FileChannel file = FileChannel.open(disk, StandardOpenOption.WRITE)) {
      page.flip();
      while (page.hasRemaining()) {
        file.write(page, place.start() + page.position());
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot fill partition swap",
          Reasons.of(e),
          "make room for the output",
          List.of(),
          e);
    }
  }
}
