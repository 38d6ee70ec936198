package jbuild.runner.linux;

import com.sun.jna.Function;
import com.sun.jna.Pointer;

/**
 * Makes the system calls of a {@link CallTable}, in machine code: without Java in between, and so
 * also in a child that shares this Java's memory, and in a root directory where Java's files are
 * not.
 */
final class Walker {
  private static final long PROT_READ = 1;
  private static final long PROT_WRITE = 2;
  private static final long PROT_EXEC = 4;
  private static final long MAP_PRIVATE = 2;
  private static final long MAP_ANONYMOUS = 0x20;

  private static final Walker INSTANCE = new Walker();

  private final Function code;

  private Walker() {
    code = Function.getFunction(executable(Architecture.current().walker()));
    // Once for nothing: what JNA loads on first use must not be missing between pivot and return.
    code.invokeLong(new Object[] {new CallTable(new NativeMemory(1024), 1).address()});
  }

  static Walker get() {
    return INSTANCE;
  }

  /** Walks the table on this thread. */
  void walk(CallTable table) {
    code.invokeLong(new Object[] {table.address()});
  }

  /** Code in a page of its own, for as long as this process lives. */
  static Pointer executable(byte[] bytes) {
    long size = 4096;
    String what = "get memory for machine code";
    long page =
        Errno.check(
            "mmap",
            what,
            LibC.syscall(
                Call.MMAP.number(),
                0,
                size,
                PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS,
                -1,
                0));
    Pointer pointer = new Pointer(page);
    pointer.write(0, bytes, 0, bytes.length);
    // Never writable and executable at once: hardened kernels refuse that.
    Errno.check(
        "mprotect",
        what,
        LibC.syscall(Call.MPROTECT.number(), page, size, PROT_READ | PROT_EXEC, 0, 0, 0));
    return pointer;
  }
}
