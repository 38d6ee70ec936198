package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import jbuild.runner.Numbers;

/** Signals by name or number; see signal(7). The numbers are those of x86 and ARM. */
public final class SignalNumber {
  private static final List<String> NAMES =
      List.of(
          "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
          "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /** The first two behind the named ones are the threading library's. */
  private static final int RTMIN = 34;

  private static final int RTMAX = 64;

  private SignalNumber() {}

  /** What --kill-signal=help prints. */
  static List<String> names() {
    List<String> names = new ArrayList<>(NAMES);
    names.add("32");
    names.add("33");
    for (int i = 0; i <= RTMAX - RTMIN; i++) {
      names.add("RTMIN+" + i);
    }
    return names;
  }

  /** Without SIG in front. */
  public static String name(int signal) {
    return names().get(signal);
  }

  static int of(String option, String text) {
    String name = text.startsWith("SIG") ? text.substring(3) : text;
    int number = text.startsWith("SIG") ? NAMES.indexOf(name) : find(name);
    if (number <= 0) {
      number = realTime(name);
    }
    if (number < 1 || number > RTMAX) {
      throw BadValue.of(
          option, text, "there is no such signal", "--" + option + "=help lists the signals");
    }
    return number;
  }

  private static int find(String name) {
    OptionalLong number = Numbers.anyBase(name);
    return number.isPresent()
        ? (int) Math.max(-1, Math.min(number.getAsLong(), RTMAX + 1))
        : NAMES.indexOf(name);
  }

  private static int realTime(String name) {
    if (name.equals("RTMIN")) {
      return RTMIN;
    }
    if (name.equals("RTMAX")) {
      return RTMAX;
    }
    boolean up = name.startsWith("RTMIN+");
    if (!up && !name.startsWith("RTMAX-")) {
      return -1;
    }
    long distance = Numbers.anyBase(name.substring(6)).orElse(RTMAX);
    return distance < 0 || distance > RTMAX - RTMIN
        ? -1
        : (int) (up ? RTMIN + distance : RTMAX - distance);
  }
}
