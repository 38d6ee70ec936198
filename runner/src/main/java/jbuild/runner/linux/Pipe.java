package jbuild.runner.linux;

/** Two ends: what is written to one is read from the other. */
public final class Pipe implements AutoCloseable {
  private final Fd reading;
  private final Fd writing;
  private boolean canWrite = true;

  private Pipe(Fd reading, Fd writing) {
    this.reading = reading;
    this.writing = writing;
  }

  /** Both ends are closed when another program is started. */
  public static Pipe open(String name) {
    NativeMemory ends = new NativeMemory(2L * Integer.BYTES);
    long at = ends.reserve(2L * Integer.BYTES);
    long result = LibC.syscall(Call.PIPE2.number(), at, Descriptors.O_CLOEXEC);
    Errno.check("pipe2", "open a pipe", result);
    return new Pipe(new Fd(ends.readInt(at), name), new Fd(ends.readInt(at + Integer.BYTES), name));
  }

  public Fd reading() {
    return reading;
  }

  public Fd writing() {
    return writing;
  }

  /** Closes our writing end: the reader meets the end when others have closed theirs. */
  public void stopWriting() {
    if (canWrite) {
      canWrite = false;
      writing.close();
    }
  }

  /** Writes one byte, which a waiting child takes for permission. */
  public void permit() {
    long result = LibC.syscall(Call.WRITE.number(), writing.number(), new byte[] {1}, 1);
    Errno.check("write", "write to " + writing.name(), result);
  }

  /** Returns when a byte has come, or nobody has the other end any more. */
  public void awaitByte() {
    Contents.read(reading, new byte[1], 1);
  }

  @Override
  public void close() {
    stopWriting();
    reading.close();
  }
}
