package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import jbuild.runner.linux.Comparison.Operator;
import org.junit.jupiter.api.Test;

class FilterCompilerTest {
  private static final long BIG = 0x1_0000_0005L;
  private static final int YES = Decision.errno(1);

  @Test
  void comparesAllBitsOfAnArgumentAndTakesNoneForASign() {
    assertAll(
        () -> assertEquals("0 0 0 1 0 0", held(Operator.EQUAL, BIG, 0)),
        () -> assertEquals("1 1 1 0 1 1", held(Operator.NOT_EQUAL, BIG, 0)),
        () -> assertEquals("1 1 1 0 0 0", held(Operator.LESS, BIG, 0)),
        () -> assertEquals("1 1 1 1 0 0", held(Operator.LESS_OR_EQUAL, BIG, 0)),
        () -> assertEquals("0 0 0 1 1 1", held(Operator.GREATER_OR_EQUAL, BIG, 0)),
        () -> assertEquals("0 0 0 0 1 1", held(Operator.GREATER, BIG, 0)),
        () -> assertEquals("0 1 0 1 0 0", held(Operator.MASKED_EQUAL, 7, 5)),
        () -> assertEquals("0 0 0 1 1 1", held(Operator.MASKED_EQUAL, 1L << 32, 1L << 32)),
        () -> assertEquals("1 1 1 1 1 1", held(Operator.MASKED_EQUAL, 0, 0)),
        () -> assertEquals("0 0 0 0 0 0", held(Operator.MASKED_EQUAL, 1, 2)));
  }

  @Test
  void looksAtTheArgumentThatIsMeant() {
    FilterMachine filter =
        filter(
            new Decision(
                List.of(
                    new Decision.Check(
                        List.of(
                            new Comparison(1, Operator.EQUAL, 3, 0),
                            new Comparison(5, Operator.GREATER, 8, 0)),
                        YES)),
                Decision.ALLOWED));

    assertAll(
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, 0, 0, 3, 0, 0, 0, 9)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, 0, 0, 3, 0, 0, 0, 8)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, 0, 3, 0, 0, 0, 0, 9)));
    assertThrows(IllegalArgumentException.class, () -> new Comparison(6, Operator.EQUAL, 0, 0));
  }

  @Test
  void takesTheFirstCheckThatHolds() {
    FilterMachine filter =
        filter(
            new Decision(
                List.of(
                    new Decision.Check(List.of(new Comparison(0, Operator.LESS, 10, 0)), YES),
                    new Decision.Check(
                        List.of(new Comparison(0, Operator.LESS, 20, 0)), Decision.errno(38))),
                Decision.ALLOWED));

    assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, 0, 9));
    assertEquals("ENOSYS", filter.outcome(FilterMachine.X86_64, 0, 10));
    assertEquals("allow", filter.outcome(FilterMachine.X86_64, 0, 20));
  }

  @Test
  void findsTheWayHoweverFarItIs() {
    Decision[] decisions = new Decision[1000];
    for (int number = 0; number < decisions.length; number++) {
      decisions[number] = Decision.always(Decision.errno(number));
    }
    byte[] program =
        FilterCompiler.compile(
            List.of(
                new FilterCompiler.Calls(SyscallAbi.X86_64, decisions, Decision.ALLOW),
                new FilterCompiler.Calls(SyscallAbi.X32, decisions, Decision.REFUSE),
                new FilterCompiler.Calls(SyscallAbi.I386, decisions, Decision.NOTHING)));
    FilterMachine filter = new FilterMachine(program);

    for (int number = 0; number < decisions.length; number++) {
      int answer = Decision.errno(number);
      assertEquals(answer, filter.run(FilterMachine.X86_64, number));
      assertEquals(answer, filter.run(FilterMachine.X86_64, FilterMachine.X32_BIT | number));
      assertEquals(answer, filter.run(FilterMachine.I386, number));
    }
    assertEquals("allow", filter.outcome(FilterMachine.X86_64, 1000));
    assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, FilterMachine.X32_BIT | 1000));
    assertEquals("nothing", filter.outcome(FilterMachine.I386, -1));
    assertTrue(program.length > 3 * 2000 * Bpf.INSTRUCTION_SIZE);
  }

  /** Whether the comparison holds for 4, 5, its half alone, the big one, one more, and the most. */
  private static String held(Operator operator, long value, long masked) {
    FilterMachine filter =
        filter(
            new Decision(
                List.of(
                    new Decision.Check(List.of(new Comparison(0, operator, value, masked)), YES)),
                Decision.ALLOWED));
    StringBuilder held = new StringBuilder();
    for (long argument : new long[] {4, 5, 0xffffffffL, BIG, BIG + 1, -2}) {
      held.append(filter.outcome(FilterMachine.X86_64, 0, argument).equals("EPERM") ? "1 " : "0 ");
    }
    return held.toString().trim();
  }

  private static FilterMachine filter(Decision decision) {
    return new FilterMachine(
        FilterCompiler.compile(
            List.of(
                new FilterCompiler.Calls(
                    SyscallAbi.X86_64, new Decision[] {decision}, Decision.UNKNOWN))));
  }
}
