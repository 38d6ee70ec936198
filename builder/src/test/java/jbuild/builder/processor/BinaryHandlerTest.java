package jbuild.builder.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinaryHandlerTest {
  /** As the kernel shows what Debian's qemu-user-static registers. */
  private static final String QEMU =
      """
      enabled
      interpreter /usr/libexec/qemu-binfmt/aarch64-binfmt-P
      flags: POCF
      offset 0
      magic 7f454c460201010000000000000000000200b700
      mask ffffffffffffff00fffffffffffffffffeffffff
      """;

  @Test
  void aHandlerTakesProgramsOfItsMachineOnly() {
    BinaryHandler handler = BinaryHandler.parse("qemu-aarch64", QEMU).orElseThrow();

    assertTrue(handler.takes(Processor.ARM64.header()));
    assertFalse(handler.takes(Processor.AMD64.header()));
    assertFalse(handler.takes(Processor.RISCV64.header()));
    assertTrue(handler.fixed());
    assertEquals("/usr/libexec/qemu-binfmt/aarch64-binfmt-P", handler.interpreter());
  }

  @Test
  void bytesMayCountWithoutAMaskAndFromAnOffset() {
    String text = "enabled\ninterpreter /bin/emulator\nflags: \noffset 18\nmagic f300\n";

    BinaryHandler handler = BinaryHandler.parse("riscv", text).orElseThrow();

    assertTrue(handler.takes(Processor.RISCV64.header()));
    assertFalse(handler.takes(Processor.ARM64.header()));
    assertFalse(handler.fixed());
  }

  @Test
  void whatIsSwitchedOffOrGoesByNamesTakesNoPrograms() {
    assertEquals(
        Optional.empty(), BinaryHandler.parse("qemu-aarch64", QEMU.replace("enabled", "disabled")));
    assertEquals(
        Optional.empty(),
        BinaryHandler.parse("jar", "enabled\ninterpreter /bin/java\nflags: \nextension .jar\n"));
  }

  @Test
  void bytesBehindTheHeaderAreNotThere() {
    String text = "enabled\ninterpreter /bin/emulator\nflags: F\noffset 30\nmagic f300\n";

    assertFalse(BinaryHandler.parse("far", text).orElseThrow().takes(Processor.ARM64.header()));
  }
}
