package jbuild.runner.linux;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Comparison.Operator;

/**
 * A filter of system calls as OCI bundles describe it: the object {@code linux.seccomp} of the
 * runtime specification, however it was written down.
 *
 * @param otherwise what becomes of calls that no rule is about
 * @param architectures the ABIs whose calls there may be, beside that of the processor: {@code
 *     SCMP_ARCH_X86} and the like; those of other processors mean nothing
 */
public record SeccompProfile(Outcome otherwise, Set<String> architectures, List<Rule> rules) {
  private static final int LARGEST = 0xffff; // what is beside an action in the kernel's answers

  public SeccompProfile {
    Objects.requireNonNull(otherwise);
    architectures = Set.copyOf(architectures);
    rules = List.copyOf(rules);
  }

  /**
   * What becomes of some calls. Where arguments are compared all must hold, unless two comparisons
   * are about the same one: then one is enough, as runc reads profiles.
   *
   * @param names calls that nobody knows mean nothing
   */
  public record Rule(Set<String> names, Outcome outcome, List<Comparison> arguments) {
    public Rule {
      names = Set.copyOf(names);
      Objects.requireNonNull(outcome);
      arguments = List.copyOf(arguments);
    }
  }

  /** An answer of the kernel's filters. */
  public record Outcome(int answer) {
    /**
     * Reads an action like {@code SCMP_ACT_ERRNO}.
     *
     * @param errno what the action says beside itself; {@code EPERM} where it is left out
     */
    public static Outcome of(String action, Optional<Integer> errno) {
      int number = errno.orElse(Errno.EPERM);
      if (number < 0 || number > LARGEST) {
        throw cannot("there is no error number " + number);
      }
      return new Outcome(
          switch (action) {
            case "SCMP_ACT_ALLOW" -> Decision.ALLOWED;
            case "SCMP_ACT_LOG" -> Decision.LOG;
            case "SCMP_ACT_TRACE" -> Decision.TRACE | number;
            case "SCMP_ACT_ERRNO" -> Decision.ERRNO | number;
            case "SCMP_ACT_TRAP" -> Decision.TRAP;
            case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD" -> Decision.KILL_THREAD;
            case "SCMP_ACT_KILL_PROCESS" -> Decision.KILL_PROCESS;
            default -> throw cannot("jbuild has no action " + action);
          });
    }
  }

  /** Reads an operator like {@code SCMP_CMP_MASKED_EQ}. */
  public static Operator operator(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "SCMP_CMP_NE" -> Operator.NOT_EQUAL;
      case "SCMP_CMP_LT" -> Operator.LESS;
      case "SCMP_CMP_LE" -> Operator.LESS_OR_EQUAL;
      case "SCMP_CMP_EQ" -> Operator.EQUAL;
      case "SCMP_CMP_GE" -> Operator.GREATER_OR_EQUAL;
      case "SCMP_CMP_GT" -> Operator.GREATER;
      case "SCMP_CMP_MASKED_EQ" -> Operator.MASKED_EQUAL;
      default -> throw cannot("jbuild has no operator " + name);
    };
  }

  /** Refuses flags of the kernel's that change what a filter does; others make it faster or log. */
  public static void requireWithoutEffect(String flag) {
    switch (flag) {
      case "SECCOMP_FILTER_FLAG_TSYNC",
          "SECCOMP_FILTER_FLAG_LOG",
          "SECCOMP_FILTER_FLAG_SPEC_ALLOW" -> {}
      default -> throw cannot("jbuild has no flag " + flag);
    }
  }

  private static Failure cannot(String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot filter system calls as the bundle says",
        why,
        "change linux.seccomp in config.json");
  }
}
