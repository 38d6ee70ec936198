package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of every system call of a machine whose filter a profile describes.
 *
 * <p>Where rules disagree about a call, one without comparisons holds, and of several the
 * strictest; else the first whose comparisons hold. Numbers above all that a profile names were
 * given to calls after it was written: what would be an error is then that the call is unknown, as
 * with runc, so that programs fall back to older ones.
 */
final class ProfileTable {
  private static final Decision KILL = Decision.always(Decision.KILL_PROCESS);
  private static final int MOST = 1024;
  private static final int ACTION = 0xffff0000;

  private final SeccompProfile profile;
  private final Decision otherwise;
  private final Map<Integer, Decision> constants = new HashMap<>();

  ProfileTable(SeccompProfile profile) {
    this.profile = profile;
    this.otherwise = always(profile.otherwise().answer());
  }

  /** The decisions about all calls of each ABI. */
  List<FilterCompiler.Calls> calls(List<SyscallAbi> abis) {
    List<FilterCompiler.Calls> calls = new ArrayList<>();
    for (SyscallAbi abi : abis) {
      if (abi == abis.get(0) || profile.architectures().contains(abi.profileName())) {
        calls.add(calls(abi));
      } else {
        calls.add(new FilterCompiler.Calls(abi, new Decision[0], KILL));
      }
    }
    return calls;
  }

  private FilterCompiler.Calls calls(SyscallAbi abi) {
    Decision[] decisions = new Decision[MOST];
    int end = 0;
    for (SeccompProfile.Rule rule : profile.rules()) {
      for (String name : rule.names()) {
        int number = SyscallNames.all().number(name, abi, MOST);
        if (number >= 0) {
          decisions[number] = with(decisions[number], rule);
          end = Math.max(end, number + 1);
        }
      }
    }
    Decision[] named = Arrays.copyOf(decisions, end);
    for (int number = 0; number < end; number++) {
      if (named[number] == null) {
        named[number] = otherwise;
      }
    }
    boolean error = (profile.otherwise().answer() & ACTION) == Decision.ERRNO;
    return new FilterCompiler.Calls(abi, named, error ? Decision.UNKNOWN : otherwise);
  }

  private Decision with(Decision before, SeccompProfile.Rule rule) {
    int answer = rule.outcome().answer();
    if (rule.arguments().isEmpty()) {
      boolean stricter = before != null && before.checks().isEmpty() && before.otherwise() < answer;
      return stricter ? before : always(answer);
    }
    if (before != null && before.checks().isEmpty()) {
      return before;
    }
    List<Decision.Check> checks = new ArrayList<>(before == null ? List.of() : before.checks());
    if (isAlternative(rule)) {
      rule.arguments()
          .forEach(comparison -> checks.add(new Decision.Check(List.of(comparison), answer)));
    } else {
      checks.add(new Decision.Check(rule.arguments(), answer));
    }
    return new Decision(checks, profile.otherwise().answer());
  }

  /** Whether some argument is compared twice. */
  private static boolean isAlternative(SeccompProfile.Rule rule) {
    Set<Integer> arguments = new HashSet<>();
    for (Comparison comparison : rule.arguments()) {
      if (!arguments.add(comparison.argument())) {
        return true;
      }
    }
    return false;
  }

  private Decision always(int answer) {
    return constants.computeIfAbsent(answer, Decision::always);
  }
}
