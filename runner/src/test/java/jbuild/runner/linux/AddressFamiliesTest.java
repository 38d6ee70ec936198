package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class AddressFamiliesTest {
  private static final int SOCKET = 41;
  private static final int SOCKET_I386 = 359;
  private static final int SOCKETCALL = 102;
  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int NETLINK = 16;

  /** Families that the tests look at. */
  private static final int[] SOME = {0, UNIX, INET, INET6, NETLINK, 40, 45, 46, 100, -1};

  @Test
  void allowsOnlyThoseListed() {
    assertEquals(Set.of(UNIX, INET), allowed("AF_INET AF_UNIX"));
    assertEquals(Set.of(UNIX, INET), allowed(" af_inet\tAF_LOCAL "));
    assertEquals(Set.of(UNIX, INET), allowed("AF_INET", "AF_UNIX"));
    assertEquals(Set.of(45), allowed("AF_MCTP"));
    assertEquals(Set.of(NETLINK), allowed("AF_ROUTE"));
    assertEquals(Set.of(), allowed("none"));
  }

  @Test
  void forbidsOnlyThoseListedAfterATilde() {
    assertEquals(Set.of(0, UNIX, INET6, NETLINK, 40, 45, 46, 100, -1), allowed("~AF_INET"));
    assertEquals(allowed("~AF_INET"), allowed("~ AF_INET"));
  }

  @Test
  void takesAwayFromTheFirstListWhatComesInOneOfTheOtherKind() {
    assertEquals(Set.of(INET), allowed("AF_INET AF_UNIX", "~AF_UNIX"));
    assertEquals(Set.of(INET), allowed("AF_INET", "~AF_UNIX"));
    assertEquals(allowed("~AF_INET"), allowed("~AF_INET", "AF_UNIX"));
    assertEquals(Set.of(), allowed("AF_UNIX", "~AF_UNIX"));
    assertEquals(allowed("~"), allowed("~AF_UNIX", "AF_UNIX"));
  }

  @Test
  void beginsAnewAfterNoneAndAfterNothing() {
    assertEquals(Set.of(INET), allowed("none", "AF_INET"));
    assertEquals(Set.of(), allowed("AF_INET", "none"));
    assertEquals(Set.of(), allowed("~AF_INET", "none"));
    assertEquals(Optional.empty(), families("AF_INET", ""));
    assertEquals(Optional.empty(), families("~"));
  }

  @Test
  void refusesWhatIsNoFamily() {
    for (String wrong :
        List.of(
            "INET",
            "AF_NOSUCH",
            "1",
            "AF_INET,AF_UNIX",
            "~none",
            "any",
            "none AF_INET",
            "AF_INET ~AF_UNIX",
            "AF_UNSPEC",
            "AF_MAX",
            "PF_INET",
            "NONE",
            "none ",
            "AF_")) {
      Failure failure = assertThrows(Failure.class, () -> families(wrong), wrong);
      assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    }
  }

  @Test
  void looksAtTheHalfOfTheFamilyThatTheKernelUses() {
    FilterMachine filter = filter(families("AF_INET"));

    assertAll(
        () -> assertEquals("allow", socket(filter, INET | 0xdeadbeefL << 32)),
        () -> assertEquals("EAFNOSUPPORT", socket(filter, UNIX | 0xdeadbeefL << 32)));
  }

  @Test
  void holdsOnAllAbisButNotForTheOldCallOfI386ThatNoFilterCanLookInto() {
    FilterMachine filter = filter(families("AF_INET"));

    assertAll(
        () ->
            assertEquals(
                "EAFNOSUPPORT",
                filter.outcome(FilterMachine.X86_64, FilterMachine.X32_BIT | SOCKET, UNIX)),
        () -> assertEquals("EAFNOSUPPORT", filter.outcome(FilterMachine.I386, SOCKET_I386, UNIX)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.I386, SOCKET_I386, INET)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.I386, SOCKETCALL, 1)));
  }

  @Test
  void stillHasNoSocketsForAudit() {
    FilterMachine filter = filter(families("AF_NETLINK"));

    assertEquals("EAFNOSUPPORT", filter.outcome(FilterMachine.X86_64, SOCKET, NETLINK, 3, 9));
    assertEquals("allow", filter.outcome(FilterMachine.X86_64, SOCKET, NETLINK, 3, 0));
  }

  private static Optional<AddressFamilies> families(String... arguments) {
    Optional<AddressFamilies> families = Optional.empty();
    for (String argument : arguments) {
      families = AddressFamilies.and(families, argument);
    }
    return families;
  }

  private static Set<Integer> allowed(String... arguments) {
    FilterMachine filter = filter(families(arguments));
    Set<Integer> allowed = new TreeSet<>();
    for (int family : SOME) {
      if (socket(filter, family).equals("allow")) {
        allowed.add(family);
      }
    }
    return allowed;
  }

  private static String socket(FilterMachine filter, long family) {
    return filter.outcome(FilterMachine.X86_64, SOCKET, family, 1, 0);
  }

  private static FilterMachine filter(Optional<AddressFamilies> families) {
    SeccompPolicy policy = new SeccompPolicy(EnumSet.noneOf(Capability.class), false);
    return new FilterMachine(Seccomp.program(policy.families(families), "amd64"));
  }
}
