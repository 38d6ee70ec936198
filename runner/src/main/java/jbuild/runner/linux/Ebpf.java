package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles a program for the kernel's extended packet filter; jumps go forward.
 *
 * <p>Encoding as in {@code bpf/standardization/instruction-set.rst} of the kernel's documentation.
 */
final class Ebpf {
  /** What one {@code struct bpf_insn} takes. */
  static final int INSTRUCTION_SIZE = 8;

  static final int LOAD_WORD = 0x61; // BPF_LDX | BPF_MEM | BPF_W
  static final int SET = 0xb7; // BPF_ALU64 | BPF_MOV | BPF_K
  static final int COPY = 0xbf; // BPF_ALU64 | BPF_MOV | BPF_X
  static final int AND = 0x57; // BPF_ALU64 | BPF_AND | BPF_K
  static final int SHIFT_RIGHT = 0x77; // BPF_ALU64 | BPF_RSH | BPF_K
  static final int JUMP_UNLESS_EQUAL = 0x55; // BPF_JMP | BPF_JNE | BPF_K
  static final int JUMP_UNLESS_SAME = 0x5d; // BPF_JMP | BPF_JNE | BPF_X
  static final int EXIT = 0x95; // BPF_JMP | BPF_EXIT

  /** A register. */
  enum Register {
    ANSWER,
    CONTEXT,
    R2,
    R3,
    R4,
    R5
  }

  /** A place in the program, known once it has been marked. */
  static final class Label {
    private int place = -1;
  }

  private record Instruction(
      int code, Register target, Register source, int offset, int value, Label to) {}

  private final List<Instruction> program = new ArrayList<>();

  void mark(Label label) {
    label.place = program.size();
  }

  /** Loads 32 bits from where a register points to. */
  void load(Register target, Register from, int offset) {
    program.add(new Instruction(LOAD_WORD, target, from, offset, 0, null));
  }

  void copy(Register target, Register source) {
    program.add(new Instruction(COPY, target, source, 0, 0, null));
  }

  void and(Register target, int bits) {
    program.add(new Instruction(AND, target, Register.ANSWER, 0, bits, null));
  }

  void shiftRight(Register target, int bits) {
    program.add(new Instruction(SHIFT_RIGHT, target, Register.ANSWER, 0, bits, null));
  }

  void jumpUnlessEqual(Register register, int value, Label to) {
    program.add(new Instruction(JUMP_UNLESS_EQUAL, register, Register.ANSWER, 0, value, to));
  }

  void jumpUnlessSame(Register one, Register other, Label to) {
    program.add(new Instruction(JUMP_UNLESS_SAME, one, other, 0, 0, to));
  }

  void answer(int value) {
    program.add(new Instruction(SET, Register.ANSWER, Register.ANSWER, 0, value, null));
    program.add(new Instruction(EXIT, Register.ANSWER, Register.ANSWER, 0, 0, null));
  }

  /** The program as an array of {@code struct bpf_insn}. */
  byte[] assemble() {
    ByteBuffer bytes =
        ByteBuffer.allocate(program.size() * INSTRUCTION_SIZE).order(ByteOrder.nativeOrder());
    for (int at = 0; at < program.size(); at++) {
      Instruction instruction = program.get(at);
      bytes.put((byte) instruction.code());
      bytes.put((byte) (instruction.target().ordinal() | instruction.source().ordinal() << 4));
      bytes.putShort((short) (instruction.offset() + distance(at, instruction.to())));
      bytes.putInt(instruction.value());
    }
    return bytes.array();
  }

  private static int distance(int from, Label to) {
    if (to == null) {
      return 0;
    }
    int distance = to.place - from - 1;
    if (distance < 0 || distance > Short.MAX_VALUE) {
      throw new IllegalStateException("a jump of " + distance + " does not fit");
    }
    return distance;
  }
}
