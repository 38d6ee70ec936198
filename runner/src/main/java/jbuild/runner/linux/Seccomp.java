package jbuild.runner.linux;

/** Filters the system calls of a machine as systemd-nspawn does, and never lets more through. */
public final class Seccomp {
  private Seccomp() {}

  /** An array of {@code struct sock_filter}, to be installed once, after all that it forbids. */
  public static byte[] program(SeccompPolicy policy) {
    return program(policy, System.getProperty("os.arch"));
  }

  /** The same for a processor by Java's name for it. */
  static byte[] program(SeccompPolicy policy, String processor) {
    return FilterCompiler.compile(new SyscallTable(policy).calls(SyscallAbi.of(processor)));
  }
}
