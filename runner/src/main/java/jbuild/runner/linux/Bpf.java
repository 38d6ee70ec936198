package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Assembles a program for the kernel's classic packet filter, from its last instruction to its
 * first: jumps go forward, as the kernel demands, so where one leads is known when it is added.
 *
 * <p>What adds an instruction returns its place, for those before it to lead to.
 */
final class Bpf {
  /** What one {@code struct sock_filter} takes. */
  static final int INSTRUCTION_SIZE = 8;

  private static final int LOAD_WORD = 0x20;
  private static final int LOAD_HALF = 0x28;
  private static final int LOAD_BYTE = 0x30;
  private static final int AND = 0x54;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_GREATER = 0x25;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP = 0x05;
  private static final int RETURN = 0x06;

  /** What a condition reaches is 255; adding one may take two more instructions for the way. */
  private static final int FARTHEST = 250;

  private int[] codes = new int[512];
  private int[] values = new int[512];
  private int size;

  int answer(int value) {
    return add(RETURN, value);
  }

  int load(int offset, int next) {
    leadTo(next);
    return add(LOAD_WORD, offset);
  }

  /** Loads two bytes, the first of the most weight. */
  int loadHalf(int offset, int next) {
    leadTo(next);
    return add(LOAD_HALF, offset);
  }

  int loadByte(int offset, int next) {
    leadTo(next);
    return add(LOAD_BYTE, offset);
  }

  int and(int mask, int next) {
    leadTo(next);
    return add(AND, mask);
  }

  int ifEqual(int value, int yes, int no) {
    return condition(JUMP_IF_EQUAL, value, yes, no);
  }

  /** Compares without a sign. */
  int ifGreater(int value, int yes, int no) {
    return condition(JUMP_IF_GREATER, value, yes, no);
  }

  /** Compares without a sign. */
  int ifAtLeast(int value, int yes, int no) {
    return condition(JUMP_IF_AT_LEAST, value, yes, no);
  }

  /** Whether a condition added next can lead there without a jump of its own. */
  boolean isNear(int place) {
    return size - place < FARTHEST;
  }

  /** How many instructions there are. */
  int size() {
    return size;
  }

  /** The program as an array of {@code struct sock_filter}; it begins at that place. */
  byte[] assemble(int first) {
    leadTo(first);
    ByteBuffer bytes = ByteBuffer.allocate(size * INSTRUCTION_SIZE).order(ByteOrder.nativeOrder());
    for (int at = size - 1; at >= 0; at--) {
      bytes.putShort((short) codes[at]);
      bytes.put((byte) (codes[at] >>> 16)).put((byte) (codes[at] >>> 24));
      bytes.putInt(values[at]);
    }
    return bytes.array();
  }

  private int condition(int code, int value, int yes, int no) {
    int nearYes = near(yes);
    int nearNo = near(no);
    return add(code | distance(nearYes) << 16 | distance(nearNo) << 24, value);
  }

  private int near(int place) {
    return isNear(place) ? place : add(JUMP, distance(place));
  }

  private void leadTo(int next) {
    if (next != size - 1) {
      add(JUMP, distance(next));
    }
  }

  /** How many instructions lie between the one added next and that place. */
  private int distance(int place) {
    return size - 1 - place;
  }

  private int add(int code, int value) {
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    codes[size] = code;
    values[size] = value;
    return size++;
  }
}
