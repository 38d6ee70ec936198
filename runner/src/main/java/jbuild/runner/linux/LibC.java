package jbuild.runner.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The C library, exactly as it is declared in the headers. No logic lives here. */
final class LibC {
  static {
    Native.register(LibC.class, NativeLibrary.getProcess());
  }

  private LibC() {}

  // syscall(2), once per shape: direct mapping has no variable arguments. Every integer is a long:
  // the kernel takes whole registers.

  static native long syscall(long number, long a, long b, long c, long d, long e, long f);

  static native long syscall(long number, long a, byte[] b, long c, long d, long e);

  static native long syscall(long number, long a, byte[] b, long[] c, long d);

  static native long syscall(long number, long a, byte[] b, byte[] c, long d, long e);

  static native long syscall(long number, long a, byte[] b, long c, byte[] d, long e);

  static native long syscall(long number, long a, byte[] b, long c, long[] d, long e);

  static native long syscall(long number, long a, long b, long c, byte[] d, long e);

  static native long syscall(long number, long a, byte[] b, long c, long d, byte[] e, long f);

  static native long syscall(long number, long a, byte[] b, long c, long d, byte[] e);

  static native long syscall(long number, byte[] a, long b, byte[] c, long d);

  static native long syscall(long number, byte[] a, byte[] b, long c, long d, long e);

  static native long syscall(long number, byte[] a, byte[] b, byte[] c, long d, long e);

  static native long syscall(long number, byte[] a, byte[] b, byte[] c, long d, byte[] e);

  static native long syscall(long number, long a, long b, byte[] c, byte[] d, long e);

  static native long syscall(long number, long a, long b, long[] c, long d);

  static native long syscall(long number, long a, Pointer b, long c, long d, long e);
}
