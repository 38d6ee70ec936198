package jbuild.runner.linux;

import java.nio.charset.StandardCharsets;

/** A file without a name, in memory; gone when it is closed everywhere. See memfd_create(2). */
public final class TemporaryFile {
  private static final long MFD_CLOEXEC = 1;

  private TemporaryFile() {}

  /** A file to be read from its start. */
  public static Fd containing(String text) {
    byte[] name = BytePath.of("jbuild").terminated();
    long fd = LibC.syscall(Call.MEMFD_CREATE.number(), name, MFD_CLOEXEC, (byte[]) null, 0);
    Fd file = new Fd((int) Errno.check("memfd_create", "make a temporary file", fd), "input");
    Contents.write(file, text.getBytes(StandardCharsets.UTF_8));
    Contents.seek(file, 0);
    return file;
  }
}
