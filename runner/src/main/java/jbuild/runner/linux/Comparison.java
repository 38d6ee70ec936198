package jbuild.runner.linux;

/**
 * A question about one argument of a system call, as seccomp_rule_add(3) words them; arguments have
 * 64 bits and no sign.
 *
 * @param argument which one, from 0
 * @param value what it is compared with; of {@link Operator#MASKED_EQUAL} the mask
 * @param masked of {@link Operator#MASKED_EQUAL} what the argument must be under the mask
 */
public record Comparison(int argument, Operator operator, long value, long masked) {
  private static final int ARGUMENTS = 6;
  private static final long LOWER_HALF = 0xffffffffL;

  /** How an argument and a value are compared. */
  public enum Operator {
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    EQUAL,
    GREATER_OR_EQUAL,
    GREATER,
    MASKED_EQUAL
  }

  public Comparison {
    if (argument < 0 || argument >= ARGUMENTS) {
      throw new IllegalArgumentException("system calls have no argument " + argument);
    }
  }

  /** Whether an argument of 32 bits is this: what lies above them means nothing to the kernel. */
  static Comparison equal(int argument, int value) {
    return new Comparison(argument, Operator.MASKED_EQUAL, LOWER_HALF, value & LOWER_HALF);
  }

  /** Whether all these bits are set. */
  static Comparison bits(int argument, int bits) {
    return new Comparison(argument, Operator.MASKED_EQUAL, bits, bits);
  }
}
