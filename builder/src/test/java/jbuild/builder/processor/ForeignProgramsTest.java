package jbuild.builder.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class ForeignProgramsTest {
  private static final String UNKNOWN =
      "this host is amd64, and its kernel has no binfmt_misc handler for programs of arm64";

  @Test
  void aHostRunsItsOwnProgramsAndThoseOfItsForerunner() {
    assertEquals(Optional.empty(), why("amd64", "amd64"));
    assertEquals(Optional.empty(), why("amd64", "x86_64"));
    assertEquals(Optional.empty(), why("amd64", "i386"));
    assertEquals(Optional.empty(), why("pdp11", "pdp11"));
  }

  @Test
  void theHandlerThatIsMissingIsNamed() {
    assertEquals(Optional.of(UNKNOWN), why("amd64", "arm64"));
    assertEquals(Optional.of(UNKNOWN), why("amd64", "aarch64"));
    assertEquals(Optional.of(UNKNOWN), why("amd64", "arm64", handler(Processor.RISCV64, true)));
  }

  @Test
  void anEmulatorIsFoundInsideOfImagesOnlyWhenItWasOpenedBefore() {
    assertEquals(Optional.empty(), why("amd64", "arm64", handler(Processor.ARM64, true)));
    assertEquals(
        Optional.of(
            "the binfmt_misc handler ARM64 has no flag F: its /usr/bin/qemu is not found inside of"
                + " images"),
        why("amd64", "arm64", handler(Processor.ARM64, false)));
  }

  @Test
  void aMachineThatNobodyKnowsIsRefused() {
    Failure failure =
        new ForeignPrograms("amd64", Optional.empty()).objection("web", "pdp11").orElseThrow();

    assertEquals("cannot build web for pdp11", failure.what());
    assertEquals("jbuild knows no such machine", failure.why());
    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
  }

  @Test
  void whoMayNotLookIsNotToldAnything() {
    assertEquals(
        Optional.empty(), new ForeignPrograms("amd64", Optional.empty()).objection("web", "arm64"));
  }

  @Test
  void theStartOfAProgramTellsItsMachine() {
    byte[] big = HexFormat.of().parseHex("7f454c4602020100000000000000000000020016");

    assertEquals(Optional.of(Processor.S390X), Processor.of(big));
    for (Processor processor : Processor.values()) {
      assertEquals(Optional.of(processor), Processor.of(processor.header()));
    }
    assertEquals(
        Optional.empty(),
        Processor.of("#!/bin/sh -e\nexit 0\n".getBytes(StandardCharsets.US_ASCII)));
  }

  private static Optional<String> why(String host, String wanted, BinaryHandler... handlers) {
    return new ForeignPrograms(host, Optional.of(List.of(handlers)))
        .objection("web", wanted)
        .map(Failure::why);
  }

  private static BinaryHandler handler(Processor processor, boolean fixed) {
    byte[] mask = new byte[Processor.HEADER];
    Arrays.fill(mask, (byte) 0xff);
    return new BinaryHandler(processor.name(), "/usr/bin/qemu", 0, processor.header(), mask, fixed);
  }
}
