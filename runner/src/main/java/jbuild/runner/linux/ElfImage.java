package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A program as a file, of code and data and nothing else; see elf(5). */
final class ElfImage {
  /** Where the program finds its data. */
  static final long DATA = 0x501000;

  private static final long START = 0x400000;
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final int SEGMENTS = 3;
  private static final int CODE_AT = HEADER + SEGMENTS * SEGMENT;

  /** Where it finds its code. */
  static final long CODE = START + CODE_AT;

  private static final int DATA_AT = 0x1000;
  // The largest page of any kernel: addresses and places in the file agree below it.
  private static final long ALIGNMENT = 0x10000;
  private static final short EXECUTABLE = 2;
  private static final int LOAD = 1;
  private static final int STACK = 0x6474e551;
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;

  private ElfImage() {}

  /** The program begins at the first byte of the code. */
  static byte[] of(Architecture architecture, byte[] code, byte[] data) {
    if (CODE_AT + code.length > DATA_AT) {
      throw new IllegalArgumentException("so much code: " + code.length);
    }
    ByteBuffer file = ByteBuffer.allocate(DATA_AT + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort(EXECUTABLE).putShort((short) architecture.elfMachine()).putInt(1);
    file.putLong(CODE).putLong(HEADER).putLong(0).putInt(0);
    file.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) SEGMENTS);
    file.position(HEADER);
    segment(file, LOAD, READ | EXECUTE, 0, START, CODE_AT + code.length);
    segment(file, LOAD, READ | WRITE, DATA_AT, DATA, data.length);
    // Without it some kernels would make the stack executable.
    segment(file, STACK, READ | WRITE, 0, 0, 0);
    return file.put(code).position(DATA_AT).put(data).array();
  }

  private static void segment(
      ByteBuffer file, int type, int rights, long place, long address, long size) {
    file.putInt(type).putInt(rights).putLong(place).putLong(address).putLong(address);
    file.putLong(size).putLong(size).putLong(ALIGNMENT);
  }
}
