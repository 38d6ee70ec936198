package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jbuild.runner.linux.SyscallTable.Abi;

/**
 * Filters the system calls of a machine as systemd-nspawn does, and never lets more through.
 *
 * <p>One program serves all three ABIs. It looks at numbers only, except in calls whose arguments
 * matter: so the kernel remembers most answers and does not run it at all.
 */
public final class Seccomp {
  // struct seccomp_data; of each argument the lower half, as the calls take 32 bits.
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;
  private static final int ARGUMENT_SIZE = 8;

  private static final int ARCHITECTURE_X86_64 = 0xc000003e;
  private static final int ARCHITECTURE_I386 = 0x40000003;
  private static final int KILL_PROCESS = 0x80000000;

  private static final int EAFNOSUPPORT = 97;
  private static final int AF_NETLINK = 16;
  private static final int NETLINK_AUDIT = 9;
  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541c;
  private static final int O_DSYNC = 0x1000; // O_SYNC contains it

  private final Bpf program = new Bpf();
  private final SyscallTable table;

  private Seccomp(SeccompPolicy policy) {
    this.table = new SyscallTable(policy);
  }

  /** An array of {@code struct sock_filter}, to be installed once, after all that it forbids. */
  public static byte[] program(SeccompPolicy policy) {
    return new Seccomp(policy).build();
  }

  private byte[] build() {
    Bpf.Label native64 = new Bpf.Label();
    Bpf.Label other = new Bpf.Label();
    Bpf.Label compatible = new Bpf.Label();
    Bpf.Label foreign = new Bpf.Label();
    Bpf.Label marked = new Bpf.Label();
    Bpf.Label plain = new Bpf.Label();
    Bpf.Label x32 = new Bpf.Label();
    Bpf.Label i386 = new Bpf.Label();

    program.load(ARCHITECTURE);
    program.jumpIfEqual(ARCHITECTURE_X86_64, native64, other);
    program.mark(other);
    program.jumpIfEqual(ARCHITECTURE_I386, compatible, foreign);
    program.mark(compatible);
    program.jump(i386);
    program.mark(foreign);
    program.answer(KILL_PROCESS);

    program.mark(native64);
    program.load(NUMBER);
    program.jumpIfAtLeast(Abi.X32.offset(), marked, plain);
    program.mark(marked);
    program.jump(x32);
    program.mark(plain);
    abi(Abi.X86_64);
    program.mark(x32);
    abi(Abi.X32);
    program.mark(i386);
    program.load(NUMBER);
    abi(Abi.I386);
    return program.assemble();
  }

  private void abi(Abi abi) {
    Map<Verdict, Bpf.Label> answers = new EnumMap<>(Verdict.class);
    List<Range> ranges = ranges(table.verdicts(abi));
    for (Range range : ranges) {
      answers.put(range.verdict(), new Bpf.Label());
    }
    search(ranges, abi.offset(), answers);
    for (Map.Entry<Verdict, Bpf.Label> answer : answers.entrySet()) {
      program.mark(answer.getValue());
      answer(answer.getKey());
    }
  }

  private record Range(int first, Verdict verdict) {}

  private static List<Range> ranges(Verdict[] verdicts) {
    List<Range> ranges = new ArrayList<>();
    Verdict last = null;
    for (int number = 0; number < verdicts.length; number++) {
      if (verdicts[number] != last) {
        last = verdicts[number];
        ranges.add(new Range(number, last));
      }
    }
    return ranges;
  }

  /** Halves the ranges until one is left: a filter runs at each call, so it must be short. */
  private void search(List<Range> ranges, int offset, Map<Verdict, Bpf.Label> answers) {
    int middle = ranges.size() / 2;
    List<Range> lower = ranges.subList(0, middle);
    List<Range> upper = ranges.subList(middle, ranges.size());
    Bpf.Label low = lower.size() == 1 ? answers.get(lower.get(0).verdict()) : new Bpf.Label();
    Bpf.Label high = upper.size() == 1 ? answers.get(upper.get(0).verdict()) : new Bpf.Label();
    program.jumpIfAtLeast(offset + upper.get(0).first(), high, low);
    if (lower.size() > 1) {
      program.mark(low);
      search(lower, offset, answers);
    }
    if (upper.size() > 1) {
      program.mark(high);
      search(upper, offset, answers);
    }
  }

  private void answer(Verdict verdict) {
    switch (verdict) {
      case SOCKET -> socket();
      case IOCTL -> ioctl();
      case OPEN -> withoutSync(1);
      case OPENAT -> withoutSync(2);
      default -> program.answer(verdict.answer());
    }
  }

  private void socket() {
    Bpf.Label netlink = new Bpf.Label();
    Bpf.Label audit = new Bpf.Label();
    Bpf.Label other = new Bpf.Label();
    program.load(ARGUMENTS);
    program.jumpIfEqual(AF_NETLINK, netlink, other);
    program.mark(netlink);
    program.load(ARGUMENTS + 2 * ARGUMENT_SIZE);
    program.jumpIfEqual(NETLINK_AUDIT, audit, other);
    program.mark(audit);
    // Audit libraries take this as: the kernel has no audit.
    program.answer(Verdict.errno(EAFNOSUPPORT));
    program.mark(other);
    program.answer(Verdict.ALLOW.answer());
  }

  /** A payload may have been given the terminal of our user, whose shell would obey. */
  private void ioctl() {
    Bpf.Label typing = new Bpf.Label();
    Bpf.Label more = new Bpf.Label();
    Bpf.Label other = new Bpf.Label();
    program.load(ARGUMENTS + ARGUMENT_SIZE);
    program.jumpIfEqual(TIOCSTI, typing, more);
    program.mark(more);
    program.jumpIfEqual(TIOCLINUX, typing, other);
    program.mark(typing);
    program.answer(Verdict.REFUSE.answer());
    program.mark(other);
    program.answer(Verdict.ALLOW.answer());
  }

  private void withoutSync(int flags) {
    Bpf.Label sync = new Bpf.Label();
    Bpf.Label other = new Bpf.Label();
    program.load(ARGUMENTS + flags * ARGUMENT_SIZE);
    program.jumpIfAnyBit(O_DSYNC, sync, other);
    program.mark(sync);
    program.answer(Verdict.errno(Errno.EINVAL));
    program.mark(other);
    program.answer(Verdict.ALLOW.answer());
  }
}
