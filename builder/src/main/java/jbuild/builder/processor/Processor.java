package jbuild.builder.processor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of machine that distributions are built for. */
public enum Processor {
  I386(3, 1, true, "i386", "i686"),
  PPC64LE(21, 2, true, "ppc64el", "ppc64le"),
  S390X(22, 2, false, "s390x"),
  ARM(40, 1, true, "armhf", "armel", "armv7hl"),
  AMD64(62, 2, true, "amd64", "x86_64"),
  ARM64(183, 2, true, "arm64", "aarch64"),
  RISCV64(243, 2, true, "riscv64"),
  LOONG64(258, 2, true, "loong64", "loongarch64");

  /** All that decides about a program: up to e_machine, see elf(5). */
  public static final int HEADER = 20;

  private static final int MACHINE = 18;
  private static final byte EXECUTABLE = 2;

  private final int machine;
  private final int bits;
  private final boolean little;
  private final List<String> names;

  /**
   * @param machine e_machine of elf(5)
   * @param bits EI_CLASS of elf(5): 1 for 32 bits, 2 for 64
   * @param little whether the lowest byte comes first
   * @param names as distributions call it; the first one is for people
   */
  Processor(int machine, int bits, boolean little, String... names) {
    this.machine = machine;
    this.bits = bits;
    this.little = little;
    this.names = List.of(names);
  }

  public List<String> names() {
    return names;
  }

  public static Optional<Processor> named(String name) {
    return Stream.of(values()).filter(processor -> processor.names.contains(name)).findFirst();
  }

  /**
   * The one that the start of a program is for; none when it is no program, or for no known one.
   */
  public static Optional<Processor> of(byte[] start) {
    boolean isProgram =
        start.length >= HEADER
            && start[0] == 0x7f
            && start[1] == 'E'
            && start[2] == 'L'
            && start[3] == 'F';
    return Stream.of(values())
        .filter(processor -> isProgram && processor.machineOf(start) == processor.machine)
        .findFirst();
  }

  private int machineOf(byte[] start) {
    int first = Byte.toUnsignedInt(start[MACHINE]);
    int second = Byte.toUnsignedInt(start[MACHINE + 1]);
    return little ? first | second << 8 : first << 8 | second;
  }

  /** Whether this machine runs programs of the other one by itself. */
  boolean runs(Processor other) {
    return this == other || (this == AMD64 && other == I386);
  }

  /** How its programs start, as the kernel compares it. */
  byte[] header() {
    byte[] header = new byte[HEADER];
    header[0] = 0x7f;
    header[1] = 'E';
    header[2] = 'L';
    header[3] = 'F';
    header[4] = (byte) bits;
    header[5] = (byte) (little ? 1 : 2);
    header[6] = 1;
    header[little ? 16 : 17] = EXECUTABLE;
    header[little ? MACHINE : MACHINE + 1] = (byte) machine;
    header[little ? MACHINE + 1 : MACHINE] = (byte) (machine >> 8);
    return header;
  }
}
