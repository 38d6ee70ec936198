package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a filter as the kernel would, without calling anything. */
final class FilterMachine {
  static final int X86_64 = 0xc000003e;
  static final int I386 = 0x40000003;
  static final int X32_BIT = 0x40000000;
  static final int AARCH64 = 0xc00000b7;
  static final int ARM = 0x40000028;

  private static final int DATA_SIZE = 64;

  private final ByteBuffer program;

  FilterMachine(byte[] program) {
    this.program = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
  }

  /** The outcome in the words of the lists in the resources. */
  String outcome(int architecture, int number, long... arguments) {
    int answer = run(architecture, number, arguments);
    return switch (answer) {
      case 0x7fff0000 -> "allow";
      case 0x80000000 -> "kill";
      case 0x00050000 -> "nothing";
      case 0x00050001 -> "EPERM";
      case 0x00050016 -> "EINVAL";
      case 0x00050026 -> "ENOSYS";
      case 0x00050061 -> "EAFNOSUPPORT";
      default -> Integer.toHexString(answer);
    };
  }

  /** What the kernel would be told. */
  int run(int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(DATA_SIZE).order(ByteOrder.nativeOrder());
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int accumulator = 0;
    for (int at = 0; ; at++) {
      int code = program.getShort(at * Bpf.INSTRUCTION_SIZE);
      int yes = program.get(at * Bpf.INSTRUCTION_SIZE + 2) & 0xff;
      int no = program.get(at * Bpf.INSTRUCTION_SIZE + 3) & 0xff;
      int value = program.getInt(at * Bpf.INSTRUCTION_SIZE + 4);
      switch (code) {
        case 0x20 -> accumulator = data.getInt(value);
        case 0x05 -> at += value;
        case 0x15 -> at += accumulator == value ? yes : no;
        case 0x25 -> at += Integer.compareUnsigned(accumulator, value) > 0 ? yes : no;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, value) >= 0 ? yes : no;
        case 0x54 -> accumulator &= value;
        case 0x06 -> {
          return value;
        }
        default -> throw new AssertionError("unknown instruction " + Integer.toHexString(code));
      }
    }
  }
}
