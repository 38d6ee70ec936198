package jbuild.comparison;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Says what filters would answer to system calls, without making any. */
final class FilteredCalls {
  /** The ways into the kernel of x86_64, with what the kernel calls them and adds to numbers. */
  enum Abi {
    X86_64(0xc000003e, 0),
    I386(0x40000003, 0),
    X32(0xc000003e, 0x40000000);

    private final int architecture;
    private final int offset;

    Abi(int architecture, int offset) {
      this.architecture = architecture;
      this.offset = offset;
    }
  }

  private static final int INSTRUCTION_SIZE = 8;
  private static final int DATA_SIZE = 64;
  private static final int ACTION = 0xffff0000;

  private final List<ByteBuffer> programs;

  FilteredCalls(List<byte[]> programs) {
    this.programs =
        programs.stream()
            .map(program -> ByteBuffer.wrap(program).order(ByteOrder.nativeOrder()))
            .toList();
  }

  /** What becomes of a call: the strictest answer holds, and of equal ones the newest. */
  String outcome(Abi abi, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(DATA_SIZE).order(ByteOrder.nativeOrder());
    data.putInt(abi.offset + number).putInt(abi.architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int strictest = 0x7fff0000;
    for (ByteBuffer program : programs) {
      int answer = run(program, data);
      if ((answer & ACTION) < (strictest & ACTION)) {
        strictest = answer;
      }
    }
    return switch (strictest) {
      case 0x7fff0000 -> "allow";
      case 0x00050000 -> "nothing";
      case 0x00050001 -> "EPERM";
      case 0x00050016 -> "EINVAL";
      case 0x00050026 -> "ENOSYS";
      case 0x00050061 -> "EAFNOSUPPORT";
      default -> Integer.toHexString(strictest);
    };
  }

  private static int run(ByteBuffer program, ByteBuffer data) {
    int accumulator = 0;
    for (int at = 0; ; at++) {
      int code = program.getShort(at * INSTRUCTION_SIZE);
      int yes = program.get(at * INSTRUCTION_SIZE + 2) & 0xff;
      int no = program.get(at * INSTRUCTION_SIZE + 3) & 0xff;
      int value = program.getInt(at * INSTRUCTION_SIZE + 4);
      switch (code) {
        case 0x20 -> accumulator = data.getInt(value);
        case 0x54 -> accumulator &= value;
        case 0x05 -> at += value;
        case 0x15 -> at += accumulator == value ? yes : no;
        case 0x25 -> at += Integer.compareUnsigned(accumulator, value) > 0 ? yes : no;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, value) >= 0 ? yes : no;
        case 0x45 -> at += (accumulator & value) != 0 ? yes : no;
        case 0x06 -> {
          return value;
        }
        default -> throw new AssertionError("unknown instruction " + Integer.toHexString(code));
      }
    }
  }
}
