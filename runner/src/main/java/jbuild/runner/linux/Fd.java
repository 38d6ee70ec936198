package jbuild.runner.linux;

/**
 * An open file or directory. Close it once: the kernel gives the number away again at once.
 *
 * @param number what system calls take
 * @param name what it was opened as; for messages, never to be opened again
 */
public record Fd(int number, String name) implements AutoCloseable {
  @Override
  public void close() {
    LibC.syscall(Call.CLOSE.number(), number);
  }
}
