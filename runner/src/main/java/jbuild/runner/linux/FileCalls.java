package jbuild.runner.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The shapes of syscall(2) that only files and their attributes need; see {@link LibC}. */
final class FileCalls {
  static {
    Native.register(FileCalls.class, NativeLibrary.getProcess());
  }

  private FileCalls() {}

  static native long syscall(long number, long a, byte[] b, long c, long d, byte[] e);

  static native long syscall(long number, byte[] a, byte[] b, byte[] c, long d, long e);

  static native long syscall(long number, byte[] a, byte[] b, long c, long d, long e);
}
