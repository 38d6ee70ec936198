package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.linux.DeviceRule.Access;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFilterTest {
  private static final DeviceRule READ_LOOP =
      new DeviceRule(FileType.BLOCK_DEVICE, 7, DeviceRule.ANY, EnumSet.of(Access.READ));

  @Test
  void comparesTypeNumbersAndAccess() {
    assertArrayEquals(
        HexFormat.of()
            .parseHex(
                String.join(
                    "",
                    "6112000000000000", // r2 = *(u32 *)(r1 + 0)
                    "bf23000000000000", // r3 = r2
                    "57020000ffff0000", // r2 &= 0xffff
                    "7703000010000000", // r3 >>= 16
                    "6114040000000000", // r4 = *(u32 *)(r1 + 4)
                    "6115080000000000", // r5 = *(u32 *)(r1 + 8)
                    "5502040002000000", // if r2 != 2 goto +4
                    "5504030001000000", // if r4 != 1 goto +3
                    "5505020003000000", // if r5 != 3 goto +2
                    "b700000001000000", // r0 = 1
                    "9500000000000000", // exit
                    "5502060001000000", // if r2 != 1 goto +6
                    "5504050007000000", // if r4 != 7 goto +5
                    "bf31000000000000", // r1 = r3
                    "5701000002000000", // r1 &= 2
                    "5d31020000000000", // if r1 != r3 goto +2
                    "b700000001000000", // r0 = 1
                    "9500000000000000", // exit
                    "b700000000000000", // r0 = 0
                    "9500000000000000")), // exit
        DeviceFilter.program(List.of(DeviceRule.character(1, 3), READ_LOOP)));
  }

  @Test
  void rulesAreWrittenAsTheControllerReadsThem() {
    assertEquals("c 1:3 rwm", DeviceRule.character(1, 3).line());
    assertEquals("b 7:* r", READ_LOOP.line());
  }

  @Test
  void aRuleNeedsADeviceAndAnAccess() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new DeviceRule(FileType.REGULAR, 1, 3, EnumSet.of(Access.READ)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DeviceRule(FileType.BLOCK_DEVICE, 1, 3, EnumSet.noneOf(Access.class)));
  }

  @Test
  @Tag("root")
  void aDirectoryThatIsNoGroupIsRefused(@TempDir Path directory) {
    Failure failure =
        assertThrows(Failure.class, () -> new DeviceFilter(List.of()).attach(directory));

    assertEquals("cannot limit the devices of " + directory, failure.what());
    assertEquals("bpf(2) failed with EBADF, bad file descriptor", failure.why());
  }
}
