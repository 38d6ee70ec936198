package jbuild.runner.linux;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Filters the system calls of a machine as systemd-nspawn does, and never lets more through. */
public final class Seccomp {
  private static final int MOST_INSTRUCTIONS = 4096; // BPF_MAXINSNS in linux/bpf_common.h

  private Seccomp() {}

  /** An array of {@code struct sock_filter}, to be installed once, after all that it forbids. */
  public static byte[] program(SeccompPolicy policy) {
    return program(policy, System.getProperty("os.arch"));
  }

  /** The same, for a filter of an OCI bundle: it takes the place of all that is usual. */
  public static byte[] program(SeccompProfile profile) {
    return program(profile, System.getProperty("os.arch"));
  }

  /** The same for a processor by Java's name for it. */
  static byte[] program(SeccompPolicy policy, String processor) {
    return FilterCompiler.compile(new SyscallTable(policy).calls(SyscallAbi.of(processor)));
  }

  /** The same for a processor by Java's name for it. */
  static byte[] program(SeccompProfile profile, String processor) {
    byte[] program =
        FilterCompiler.compile(new ProfileTable(profile).calls(SyscallAbi.of(processor)));
    int instructions = program.length / Bpf.INSTRUCTION_SIZE;
    if (instructions > MOST_INSTRUCTIONS) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot filter system calls as the bundle says",
          "that takes %d instructions, and the kernel takes %d"
              .formatted(instructions, MOST_INSTRUCTIONS),
          "leave some comparisons of arguments out of linux.seccomp in config.json");
    }
    return program;
  }
}
