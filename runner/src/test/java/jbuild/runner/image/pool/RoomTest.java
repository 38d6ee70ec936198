package jbuild.runner.image.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Xattrs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  @TempDir Path directory;

  @Test
  void doesNotGrowWhenNobodyCanReadItsLimit() throws IOException {
    Path path = Files.write(directory.resolve("machines.raw"), new byte[4096]);
    try (Fd file = Descriptors.onHost(BytePath.of(path.toString()), Descriptors.O_RDWR)) {
      Room room = new Room(file, file);
      assertEquals(OptionalLong.empty(), room.limit());
      Xattrs.set(
          file, BytePath.of("user.jbuild.limit"), "much".getBytes(StandardCharsets.US_ASCII));

      assertEquals(OptionalLong.of(4096), room.limit());

      room.limit(OptionalLong.of(8192));
      assertEquals(OptionalLong.of(8192), room.limit());
    }
  }
}
