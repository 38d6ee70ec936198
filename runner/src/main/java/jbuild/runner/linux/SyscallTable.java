package jbuild.runner.linux;

import java.util.Arrays;
import java.util.Map;

/** What becomes of every system call of a machine, on each of the ABIs. */
final class SyscallTable {
  /** More than any number in the table; all above are unknown. */
  static final int SIZE = 1024;

  /** A way to enter the kernel, with numbers of its own; in the order of the table. */
  enum Abi {
    X86_64(0),
    I386(0),
    /** The kernel marks its numbers by a bit. */
    X32(0x40000000);

    private final int offset;

    Abi(int offset) {
      this.offset = offset;
    }

    int offset() {
      return offset;
    }
  }

  private static final int ABSENT = -1;

  private final Verdict[][] verdicts = new Verdict[Abi.values().length][SIZE];
  private final boolean suppressSync;

  SyscallTable(SeccompPolicy policy) {
    this.suppressSync = policy.suppressSync();
    for (Verdict[] numbers : verdicts) {
      Arrays.fill(numbers, Verdict.UNKNOWN);
    }
    add(SyscallNumbers.ALWAYS, true);
    add(SyscallNumbers.NEVER, false);
    for (Map.Entry<Capability, String> with : SyscallNumbers.WITH.entrySet()) {
      add(with.getValue(), policy.capabilities().contains(with.getKey()));
    }
  }

  /** The verdict for every number below {@link #SIZE}. */
  Verdict[] verdicts(Abi abi) {
    return verdicts[abi.ordinal()].clone();
  }

  private void add(String calls, boolean allowed) {
    Reader reader = new Reader(calls);
    while (reader.hasMore()) {
      String name = reader.name();
      Verdict verdict = allowed ? allowed(name) : Verdict.REFUSE;
      int x8664 = reader.number();
      int i386 = reader.number();
      int x32 = reader.hasNumber() ? reader.number() : x8664;
      set(Abi.X86_64, x8664, verdict);
      set(Abi.I386, i386, verdict);
      set(Abi.X32, x32, verdict);
    }
  }

  private void set(Abi abi, int number, Verdict verdict) {
    if (number != ABSENT) {
      verdicts[abi.ordinal()][number] = verdict;
    }
  }

  private Verdict allowed(String name) {
    return switch (name) {
      case "socket" -> Verdict.SOCKET;
      case "ioctl" -> Verdict.IOCTL;
      default -> suppressSync ? withoutSync(name) : Verdict.ALLOW;
    };
  }

  private static Verdict withoutSync(String name) {
    return switch (name) {
      case "sync", "fsync", "fdatasync", "syncfs", "sync_file_range", "msync" -> Verdict.NOTHING;
      case "open" -> Verdict.OPEN;
      case "openat" -> Verdict.OPENAT;
      // Its flags lie in memory, where no filter can see them.
      case "openat2" -> Verdict.UNKNOWN;
      default -> Verdict.ALLOW;
    };
  }

  /** Takes apart the calls in one pass: this happens before the JVM has compiled anything. */
  private static final class Reader {
    private final String calls;
    private int at;

    Reader(String calls) {
      this.calls = calls;
    }

    boolean hasMore() {
      return at < calls.length();
    }

    String name() {
      int end = calls.indexOf('=', at);
      String name = calls.substring(at, end);
      at = end + 1;
      return name;
    }

    boolean hasNumber() {
      return hasMore() && calls.charAt(at - 1) == '/';
    }

    /** The next number, and past the one character after it. */
    int number() {
      int number = 0;
      while (hasMore()) {
        char c = calls.charAt(at++);
        if (c == '-') {
          number = ABSENT;
        } else if (c < '0' || c > '9') {
          break;
        } else {
          number = number * 10 + c - '0';
        }
      }
      return number;
    }
  }
}
