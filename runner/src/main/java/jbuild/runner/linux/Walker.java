package jbuild.runner.linux;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;

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

  // struct ffi_type of libffi, which JNA contains: size, alignment, type and elements; see ffi.h.
  private static final long FFI_TYPE_SINT64 = 12;
  private static final long[] FFI_LONG = {
    Long.BYTES, Long.BYTES | FFI_TYPE_SINT64 << Short.SIZE, 0
  };
  private static final int FFI_DEFAULT_ABI = 0;

  private static final Walker INSTANCE = new Walker();

  private final NativeMemory types = new NativeMemory(64);
  private final long code;
  private final long signature;

  private Walker() {
    code = executable(Architecture.current().walker());
    long type = types.longs(FFI_LONG);
    signature = Native.ffi_prep_cif(FFI_DEFAULT_ABI, 1, type, types.longs(type));
    // Once for nothing: what is loaded on first use must not be missing between pivot and return.
    walk(new CallTable(new NativeMemory(1024), 1));
  }

  static Walker get() {
    return INSTANCE;
  }

  /** Walks the table on this thread. */
  void walk(CallTable table) {
    walk(table.address()).go();
    Reference.reachabilityFence(table);
  }

  /** A table at an address, to be walked once or more often. */
  Walk walk(long table) {
    return new Walk(table);
  }

  /** All that a walk needs beside its table. */
  final class Walk {
    private final NativeMemory memory = new NativeMemory(64);
    private final long arguments;
    private final long result;

    private Walk(long table) {
      arguments = memory.longs(memory.longs(table));
      result = memory.reserve(Long.BYTES);
    }

    /** On this thread. */
    void go() {
      Native.ffi_call(signature, code, result, arguments);
      Reference.reachabilityFence(memory);
    }
  }

  /** The address of code in a page of its own, for as long as this process lives. */
  static long executable(byte[] bytes) {
    long size = 4096;
    long page =
        bySlowWay(
            Call.MMAP, 0L, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1L, 0L);
    new Pointer(page).write(0, bytes, 0, bytes.length);
    // Never writable and executable at once: hardened kernels refuse that.
    bySlowWay(Call.MPROTECT, page, size, PROT_READ | PROT_EXEC);
    return page;
  }

  /** As long as there is no walker, the C library makes the calls. */
  private static long bySlowWay(Call call, Object... arguments) {
    Object[] words = new Object[arguments.length + 1];
    words[0] = call.number();
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    Function syscall = NativeLibrary.getProcess().getFunction("syscall");
    long result = syscall.invokeLong(words);
    if (result == -1) {
      throw new SyscallFailure(
          call.lowerCase(), "cannot get memory for machine code", Native.getLastError());
    }
    return result;
  }
}
