package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.Failure;
import jbuild.runner.linux.Comparison.Operator;
import jbuild.runner.linux.SeccompProfile.Outcome;
import jbuild.runner.linux.SeccompProfile.Rule;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {
  private static final Outcome ALLOW = outcome("SCMP_ACT_ALLOW");
  private static final Outcome EPERM = outcome("SCMP_ACT_ERRNO");
  private static final int READ = 0;
  private static final int SWAPON = 167;
  private static final int PERSONALITY = 135;

  @Test
  void decidesAboutCallsByName() {
    FilterMachine filter =
        filter(EPERM, Set.of("SCMP_ARCH_X86", "SCMP_ARCH_MIPS"), allow("read"), allow("swapon"));

    assertAll(
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, READ)),
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, 1)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, SWAPON)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.I386, 3)),
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.I386, 0)));
  }

  @Test
  void saysThatCallsAreUnknownWhichAreNewerThanTheProfile() {
    FilterMachine errors = filter(EPERM, Set.of(), allow("swapon"));
    FilterMachine kills = filter(outcome("SCMP_ACT_KILL_PROCESS"), Set.of(), allow("swapon"));

    assertEquals("EPERM", errors.outcome(FilterMachine.X86_64, SWAPON - 1));
    assertEquals("ENOSYS", errors.outcome(FilterMachine.X86_64, SWAPON + 1));
    assertEquals("kill", kills.outcome(FilterMachine.X86_64, SWAPON + 1));
  }

  @Test
  void killsWhoEntersTheKernelInAWayThatIsNotListed() {
    FilterMachine filter = filter(ALLOW, Set.of("SCMP_ARCH_X86_64"));

    assertAll(
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, READ)),
        () -> assertEquals("kill", filter.outcome(FilterMachine.I386, 3)),
        () -> assertEquals("kill", filter.outcome(FilterMachine.X86_64, FilterMachine.X32_BIT)),
        () -> assertEquals("kill", filter.outcome(FilterMachine.AARCH64, READ)));
  }

  @Test
  void comparesAllArgumentsOfARule() {
    Rule rule =
        new Rule(
            Set.of("personality"),
            ALLOW,
            List.of(
                new Comparison(0, Operator.EQUAL, 0xffffffffL, 0),
                new Comparison(1, Operator.GREATER, 1L << 33, 0)));
    FilterMachine filter = filter(EPERM, Set.of(), rule);

    assertAll(
        () -> assertEquals("allow", personality(filter, 0xffffffffL, (1L << 33) + 1)),
        () -> assertEquals("EPERM", personality(filter, 0xffffffffL, 1L << 33)),
        () -> assertEquals("EPERM", personality(filter, -1L, -1L)));
  }

  @Test
  void takesComparisonsOfTheSameArgumentForAlternatives() {
    Rule rule =
        new Rule(
            Set.of("personality"),
            ALLOW,
            List.of(
                new Comparison(0, Operator.EQUAL, 0, 0), new Comparison(0, Operator.EQUAL, 8, 0)));
    FilterMachine filter = filter(EPERM, Set.of(), rule);

    assertEquals("allow", personality(filter, 0, 0));
    assertEquals("allow", personality(filter, 8, 0));
    assertEquals("EPERM", personality(filter, 9, 0));
  }

  @Test
  void letsRulesWithoutComparisonsDecideAndTheStrictestOfThem() {
    Rule compared =
        new Rule(Set.of("read"), ALLOW, List.of(new Comparison(0, Operator.EQUAL, 0, 0)));
    Rule refused = new Rule(Set.of("read"), EPERM, List.of());

    assertEquals("EPERM", read(compared, refused));
    assertEquals("EPERM", read(refused, compared));
    assertEquals("EPERM", read(refused, allow("read")));
    assertEquals("EPERM", read(allow("read"), refused));
    assertEquals("allow", read(compared));
  }

  @Test
  void passesOverCallsThatNobodyKnows() {
    assertEquals("allow", read(allow("nosuchcall"), allow("read"), allow("spu_run")));
  }

  @Test
  void knowsTheActionsOfTheKernel() {
    assertAll(
        () -> assertEquals(0x7fff0000, ALLOW.answer()),
        () -> assertEquals(0x7ffc0000, outcome("SCMP_ACT_LOG").answer()),
        () -> assertEquals(0x7ff00001, outcome("SCMP_ACT_TRACE").answer()),
        () -> assertEquals(0x00050026, Outcome.of("SCMP_ACT_ERRNO", Optional.of(38)).answer()),
        () -> assertEquals(0x00050001, EPERM.answer()),
        () -> assertEquals(0x00030000, outcome("SCMP_ACT_TRAP").answer()),
        () -> assertEquals(0, outcome("SCMP_ACT_KILL").answer()),
        () -> assertEquals(0, outcome("SCMP_ACT_KILL_THREAD").answer()),
        () -> assertEquals(0x80000000, outcome("SCMP_ACT_KILL_PROCESS").answer()));
  }

  @Test
  void refusesByNameWhatItCannotDo() {
    Failure action = assertThrows(Failure.class, () -> outcome("SCMP_ACT_NOTIFY"));
    Failure operator = assertThrows(Failure.class, () -> SeccompProfile.operator("SCMP_CMP_XX"));
    Failure errno =
        assertThrows(Failure.class, () -> Outcome.of("SCMP_ACT_ERRNO", Optional.of(0x10000)));

    assertEquals("jbuild has no action SCMP_ACT_NOTIFY", action.why());
    Failure flag =
        assertThrows(
            Failure.class,
            () -> SeccompProfile.requireWithoutEffect("SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"));
    SeccompProfile.requireWithoutEffect("SECCOMP_FILTER_FLAG_TSYNC");

    assertEquals("jbuild has no flag SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", flag.why());
    assertEquals("jbuild has no operator SCMP_CMP_XX", operator.why());
    assertEquals("there is no error number 65536", errno.why());
    assertEquals(Operator.MASKED_EQUAL, SeccompProfile.operator("SCMP_CMP_MASKED_EQ"));
  }

  @Test
  void refusesWhatTheKernelWouldNotTake() {
    List<Comparison> many = new ArrayList<>();
    for (int value = 0; value < 2000; value++) {
      many.add(new Comparison(0, Operator.EQUAL, value, 0));
    }
    Rule rule = new Rule(Set.of("read"), ALLOW, many);

    assertThrows(Failure.class, () -> filter(EPERM, Set.of(), rule));
  }

  @Test
  void fitsOtherProcessors() {
    SeccompProfile profile =
        new SeccompProfile(
            EPERM, Set.of("SCMP_ARCH_ARM"), List.of(allow("read"), allow("set_tls")));
    FilterMachine filter = new FilterMachine(Seccomp.program(profile, "aarch64"));

    assertAll(
        () -> assertEquals("allow", filter.outcome(FilterMachine.AARCH64, 63)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.ARM, 3)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.ARM, 0xf0005)),
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.ARM, 0xf0002)),
        () -> assertEquals("kill", filter.outcome(FilterMachine.X86_64, 0)));
  }

  private static Outcome outcome(String action) {
    return Outcome.of(action, Optional.empty());
  }

  private static Rule allow(String name) {
    return new Rule(Set.of(name), ALLOW, List.of());
  }

  private static String read(Rule... rules) {
    return filter(EPERM, Set.of(), rules).outcome(FilterMachine.X86_64, READ);
  }

  private static String personality(FilterMachine filter, long first, long second) {
    return filter.outcome(FilterMachine.X86_64, PERSONALITY, first, second);
  }

  private static FilterMachine filter(Outcome otherwise, Set<String> architectures, Rule... rules) {
    SeccompProfile profile = new SeccompProfile(otherwise, architectures, List.of(rules));
    return new FilterMachine(Seccomp.program(profile, "amd64"));
  }
}
