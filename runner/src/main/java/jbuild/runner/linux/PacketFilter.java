package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * Which frames a {@link PacketSocket} takes: those for which all conditions of one alternative
 * hold. The kernel decides, so that others cost nothing.
 *
 * <p>A condition on bytes behind a frame's end refuses the frame: the alternative that looks the
 * least far comes first.
 */
public final class PacketFilter {
  /** Takes all. */
  public static final PacketFilter NONE = new PacketFilter(List.of());

  private static final int WHOLE = 0x40000;

  private final List<List<Condition>> alternatives;

  /**
   * What a number in the frame must be, after a mask; the first byte has the most weight.
   *
   * @param offset from the first byte of the Ethernet header
   * @param size 1, 2 or 4 bytes
   */
  public record Condition(int offset, int size, int mask, int value) {
    private static final int ALL = -1;

    public Condition {
      if (offset < 0 || size != Byte.BYTES && size != Short.BYTES && size != Integer.BYTES) {
        throw new IllegalArgumentException("no number is at " + offset + " with size " + size);
      }
    }

    public static Condition u8(int offset, int value) {
      return new Condition(offset, Byte.BYTES, ALL, value);
    }

    public static Condition u16(int offset, int value) {
      return new Condition(offset, Short.BYTES, ALL, value);
    }

    public static Condition u32(int offset, int value) {
      return new Condition(offset, Integer.BYTES, ALL, value);
    }
  }

  private PacketFilter(List<List<Condition>> alternatives) {
    this.alternatives = alternatives;
  }

  public static PacketFilter of(Condition... all) {
    return NONE.or(all);
  }

  /** Takes those too for which all of these hold. */
  public PacketFilter or(Condition... all) {
    List<List<Condition>> more = new ArrayList<>(alternatives);
    more.add(List.of(all));
    return new PacketFilter(List.copyOf(more));
  }

  boolean isEmpty() {
    return alternatives.isEmpty();
  }

  /** An array of {@code struct sock_filter}. */
  byte[] program() {
    Bpf program = new Bpf();
    int refuse = program.answer(0);
    int accept = program.answer(WHOLE);
    int first = refuse;
    for (int i = alternatives.size() - 1; i >= 0; i--) {
      first = alternative(program, alternatives.get(i), accept, first);
    }
    return program.assemble(first);
  }

  private static int alternative(Bpf program, List<Condition> all, int accept, int otherwise) {
    int next = accept;
    for (int i = all.size() - 1; i >= 0; i--) {
      Condition condition = all.get(i);
      next = program.ifEqual(condition.value, next, otherwise);
      if (condition.mask != Condition.ALL) {
        next = program.and(condition.mask, next);
      }
      next =
          switch (condition.size) {
            case Byte.BYTES -> program.loadByte(condition.offset, next);
            case Short.BYTES -> program.loadHalf(condition.offset, next);
            default -> program.load(condition.offset, next);
          };
    }
    return next;
  }
}
