package jbuild.runner.linux;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a filter of decisions: one program for all ABIs of a processor, which finds what is to be
 * done with a call in few steps.
 *
 * <p>It looks at numbers only, except in calls whose arguments matter: so the kernel remembers most
 * answers and does not run it at all.
 */
final class FilterCompiler {
  /**
   * What becomes of the numbers of one ABI.
   *
   * @param decisions by number
   * @param beyond of all numbers above those
   */
  record Calls(SyscallAbi abi, Decision[] decisions, Decision beyond) {}

  // struct seccomp_data, in little endian
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;
  private static final int ARGUMENT_SIZE = 8;
  private static final int UPPER_HALF = 4;

  private final Bpf program = new Bpf();
  private final Map<Decision, Integer> places = new IdentityHashMap<>();

  // A range of numbers begins where one is decided otherwise than the one before.
  private int[] firsts = new int[256];
  private Decision[] decisions = new Decision[256];
  private int ranges;

  private FilterCompiler() {}

  /**
   * An array of {@code struct sock_filter}.
   *
   * @param all in the order of {@link SyscallAbi}
   */
  static byte[] compile(List<Calls> all) {
    return new FilterCompiler().program(all);
  }

  private byte[] program(List<Calls> all) {
    int next = program.answer(Decision.KILL_PROCESS);
    for (int last = all.size(); last > 0; ) {
      int first = last - 1;
      int architecture = all.get(first).abi().architecture();
      while (first > 0 && all.get(first - 1).abi().architecture() == architecture) {
        first--;
      }
      next = program.ifEqual(architecture, numbers(all.subList(first, last)), next);
      last = first;
    }
    return program.assemble(program.load(ARCHITECTURE, next));
  }

  private int numbers(List<Calls> all) {
    ranges = 0;
    for (Calls calls : all) {
      Decision[] wanted = calls.decisions();
      for (int number = 0; number < wanted.length; number++) {
        if (number == 0 || wanted[number] != wanted[number - 1]) {
          range(calls.abi().offset() + number, wanted[number]);
        }
      }
      range(calls.abi().offset() + wanted.length, calls.beyond());
    }
    return program.load(NUMBER, search(0, ranges));
  }

  private void range(int first, Decision decision) {
    if (ranges > 0 && decisions[ranges - 1] == decision) {
      return;
    }
    if (ranges == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * ranges);
      decisions = Arrays.copyOf(decisions, 2 * ranges);
    }
    firsts[ranges] = first;
    decisions[ranges++] = decision;
  }

  /** Halves the ranges until one is left. */
  private int search(int from, int to) {
    if (to - from == 1) {
      return place(decisions[from]);
    }
    int middle = (from + to) >>> 1;
    int high = search(middle, to);
    int low = search(from, middle);
    return program.ifAtLeast(firsts[middle], high, low);
  }

  private int place(Decision decision) {
    Integer known = places.get(decision);
    if (known != null && (program.isNear(known) || !decision.checks().isEmpty())) {
      return known;
    }
    int place = program.answer(decision.otherwise());
    for (int i = decision.checks().size() - 1; i >= 0; i--) {
      place = check(decision.checks().get(i), place);
    }
    places.put(decision, place);
    return place;
  }

  private int check(Decision.Check check, int no) {
    int place = program.answer(check.answer());
    for (Comparison comparison : check.comparisons()) {
      place = comparison(comparison, place, no);
    }
    return place;
  }

  private int comparison(Comparison asked, int yes, int no) {
    return switch (asked.operator()) {
      case EQUAL -> equal(asked.argument(), -1, asked.value(), yes, no);
      case NOT_EQUAL -> equal(asked.argument(), -1, asked.value(), no, yes);
      case MASKED_EQUAL -> equal(asked.argument(), asked.value(), asked.masked(), yes, no);
      case GREATER -> greater(asked, false, yes, no);
      case GREATER_OR_EQUAL -> greater(asked, true, yes, no);
      case LESS -> greater(asked, true, no, yes);
      case LESS_OR_EQUAL -> greater(asked, false, no, yes);
    };
  }

  private int equal(int argument, long mask, long value, int yes, int no) {
    int lower = half(offset(argument), (int) mask, (int) value, yes, no);
    return half(
        offset(argument) + UPPER_HALF, (int) (mask >>> 32), (int) (value >>> 32), lower, no);
  }

  private int half(int offset, int mask, int value, int yes, int no) {
    if (mask == 0) {
      return value == 0 ? yes : no;
    }
    int place = program.ifEqual(value, yes, no);
    return program.load(offset, mask == -1 ? place : program.and(mask, place));
  }

  private int greater(Comparison asked, boolean orEqual, int yes, int no) {
    int lower = (int) asked.value();
    int upper = (int) (asked.value() >>> 32);
    int offset = offset(asked.argument());
    int place =
        program.load(
            offset,
            orEqual ? program.ifAtLeast(lower, yes, no) : program.ifGreater(lower, yes, no));
    return program.load(
        offset + UPPER_HALF, program.ifGreater(upper, yes, program.ifEqual(upper, place, no)));
  }

  private static int offset(int argument) {
    return ARGUMENTS + argument * ARGUMENT_SIZE;
  }
}
