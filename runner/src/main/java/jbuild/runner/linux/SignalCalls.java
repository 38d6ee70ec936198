package jbuild.runner.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The shapes of syscall(2) that only signals and terminals need; see {@link LibC}. */
final class SignalCalls {
  static {
    Native.register(SignalCalls.class, NativeLibrary.getProcess());
  }

  private SignalCalls() {}

  static native long syscall(long number, long a, long[] b, long[] c, long d);

  static native long syscall(long number, long[] a, long b, long[] c, long d, long e);

  static native long syscall(long number, long a, long b, byte[] c);
}
