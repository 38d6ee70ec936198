package jbuild.runner.linux;

/** The one function of the C library that we need, syscall(2), made without it. */
final class LibC {
  private LibC() {}

  /**
   * The result, or -1; {@link Errno#last} then says why.
   *
   * @param arguments as far as they are not zero. Numbers are what they are: the kernel takes whole
   *     registers. Of an array of bytes or longs it gets the address of a copy, and what it writes
   *     there is in the array afterwards. Null is the null pointer.
   */
  static long syscall(long number, Object... arguments) {
    return CallFrame.ofThread().call(number, arguments);
  }
}
