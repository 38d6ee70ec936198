package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Assembles a program for the kernel's classic packet filter; jumps go forward, as it demands. */
final class Bpf {
  /** What one {@code struct sock_filter} takes. */
  static final int INSTRUCTION_SIZE = 8;

  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int JUMP = 0x05;
  private static final int RETURN = 0x06;
  private static final int FARTHEST = 255;

  /** A place in the program, known once it has been marked. */
  static final class Label {
    private int place = -1;
  }

  private record Instruction(int code, int value, Label yes, Label no) {}

  private final List<Instruction> program = new ArrayList<>();

  void mark(Label label) {
    label.place = program.size();
  }

  void load(int offset) {
    program.add(new Instruction(LOAD_WORD, offset, null, null));
  }

  void jumpIfEqual(int value, Label yes, Label no) {
    program.add(new Instruction(JUMP_IF_EQUAL, value, yes, no));
  }

  /** Compares without a sign. */
  void jumpIfAtLeast(int value, Label yes, Label no) {
    program.add(new Instruction(JUMP_IF_AT_LEAST, value, yes, no));
  }

  void jumpIfAnyBit(int bits, Label yes, Label no) {
    program.add(new Instruction(JUMP_IF_ANY_BIT, bits, yes, no));
  }

  /** Reaches any place, while those with a condition reach {@value #FARTHEST} instructions. */
  void jump(Label to) {
    program.add(new Instruction(JUMP, 0, to, null));
  }

  void answer(int value) {
    program.add(new Instruction(RETURN, value, null, null));
  }

  /** The program as an array of {@code struct sock_filter}. */
  byte[] assemble() {
    ByteBuffer bytes =
        ByteBuffer.allocate(program.size() * INSTRUCTION_SIZE).order(ByteOrder.nativeOrder());
    for (int at = 0; at < program.size(); at++) {
      Instruction instruction = program.get(at);
      bytes.putShort((short) instruction.code());
      if (instruction.code() == JUMP) {
        bytes.putShort((short) 0).putInt(distance(at, instruction.yes(), Integer.MAX_VALUE));
      } else {
        bytes.put((byte) distance(at, instruction.yes(), FARTHEST));
        bytes.put((byte) distance(at, instruction.no(), FARTHEST));
        bytes.putInt(instruction.value());
      }
    }
    return bytes.array();
  }

  private static int distance(int from, Label to, int farthest) {
    if (to == null) {
      return 0;
    }
    int distance = to.place - from - 1;
    if (distance < 0 || distance > farthest) {
      throw new IllegalStateException("a jump of " + distance + " does not fit");
    }
    return distance;
  }
}
