package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.List;

/** What becomes of every system call of a machine that is run as systemd-nspawn would. */
final class SyscallTable {
  private static final char ALLOWED = '+';
  private static final char REFUSED = '-';

  /** Rules by which a call may be refused, and so be asked for. */
  private static final String ASKABLE = "-abfhklmprtyu";

  private static final int AF_NETLINK = 16;
  private static final int NETLINK_AUDIT = 9;
  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541c;
  private static final long SIGN = 0x80000000L;
  private static final int O_DSYNC = 0x1000; // O_SYNC contains it

  private final SeccompPolicy policy;
  private final Decision socket;
  private final Decision ioctl;
  private final Decision sync;
  private final Decision open;
  private final Decision openAt;

  SyscallTable(SeccompPolicy policy) {
    this.policy = policy;
    this.socket = socket(policy);
    this.ioctl = withoutTyping();
    this.sync = pretendedSync();
    this.open = withoutSync(1);
    this.openAt = withoutSync(2);
  }

  /** The decisions about all calls of each ABI. */
  List<FilterCompiler.Calls> calls(List<SyscallAbi> abis) {
    List<FilterCompiler.Calls> calls = new ArrayList<>();
    for (SyscallAbi abi : abis) {
      char[] rules = abi.rules();
      if (!policy.filter().isEmpty()) {
        apply(policy.filter(), abi, rules);
      }
      Decision[] decisions = new Decision[rules.length];
      for (int number = 0; number < rules.length; number++) {
        // Most numbers have the rule of the one before: starts wait for this.
        decisions[number] =
            number > 0 && rules[number] == rules[number - 1]
                ? decisions[number - 1]
                : decision(rules[number]);
      }
      calls.add(new FilterCompiler.Calls(abi, decisions, Decision.UNKNOWN));
    }
    return calls;
  }

  private static void apply(SyscallFilter filter, SyscallAbi abi, char[] rules) {
    SyscallNames names = SyscallNames.all();
    for (String name : filter.allowed()) {
      int number = names.number(name, abi, rules.length);
      if (number >= 0 && ASKABLE.indexOf(rules[number]) >= 0) {
        rules[number] = ALLOWED;
      }
    }
    for (String name : filter.denied()) {
      int number = names.number(name, abi, rules.length);
      if (number >= 0) {
        rules[number] = REFUSED;
      }
    }
  }

  private Decision decision(char rule) {
    return switch (rule) {
      case ALLOWED -> Decision.ALLOW;
      case REFUSED -> Decision.REFUSE;
      case '.' -> Decision.UNKNOWN;
      case 'S' -> socket;
      case 'I' -> ioctl;
      case 'n' -> policy.suppressSync() ? Decision.NOTHING : Decision.ALLOW;
      case 'd' -> policy.suppressSync() ? sync : Decision.ALLOW;
      case 'o' -> policy.suppressSync() ? open : Decision.ALLOW;
      case 'O' -> policy.suppressSync() ? openAt : Decision.ALLOW;
      // Its flags lie in memory, where no filter can see them.
      case '2' -> policy.suppressSync() ? Decision.UNKNOWN : Decision.ALLOW;
      // The keyring of a user is one, in a machine and on the host, if the user is.
      case 'k' -> policy.ownUsers() ? Decision.ALLOW : Decision.REFUSE;
      case 'u' -> policy.strictBoot() ? Decision.UNKNOWN : Decision.ALLOW;
      default ->
          policy.capabilities().contains(SyscallAbi.capability(rule))
              ? Decision.ALLOW
              : Decision.REFUSE;
    };
  }

  private static Decision socket(SeccompPolicy policy) {
    List<Decision.Check> checks = new ArrayList<>();
    // Audit libraries take this as: the kernel has no audit.
    checks.add(
        new Decision.Check(
            List.of(Comparison.equal(0, AF_NETLINK), Comparison.equal(2, NETLINK_AUDIT)),
            AddressFamilies.REFUSED));
    if (policy.families().isPresent()) {
      return policy.families().get().decision(checks);
    }
    if (policy.strictBoot()) {
      checks.add(AddressFamilies.refused(AddressFamilies.AF_VSOCK));
    }
    return new Decision(checks, Decision.ALLOWED);
  }

  /** A payload may have been given the terminal of our user, whose shell would obey. */
  private static Decision withoutTyping() {
    int refused = Decision.REFUSE.otherwise();
    return new Decision(
        List.of(
            new Decision.Check(List.of(Comparison.equal(1, TIOCSTI)), refused),
            new Decision.Check(List.of(Comparison.equal(1, TIOCLINUX)), refused)),
        Decision.ALLOWED);
  }

  /**
   * What is no descriptor is left to the kernel: programs that try whether it is one shall know.
   */
  private static Decision pretendedSync() {
    return new Decision(
        List.of(
            new Decision.Check(
                List.of(new Comparison(0, Comparison.Operator.MASKED_EQUAL, SIGN, 0)),
                Decision.NOTHING.otherwise())),
        Decision.ALLOWED);
  }

  private static Decision withoutSync(int flags) {
    return new Decision(
        List.of(
            new Decision.Check(
                List.of(Comparison.bits(flags, O_DSYNC)), Decision.errno(Errno.EINVAL))),
        Decision.ALLOWED);
  }
}
