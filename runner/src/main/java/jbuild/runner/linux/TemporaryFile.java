package jbuild.runner.linux;

import java.nio.charset.StandardCharsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** A file without a name, in memory; gone when it is closed everywhere. See memfd_create(2). */
public final class TemporaryFile {
  private static final long MFD_CLOEXEC = 1;
  private static final long MFD_ALLOW_SEALING = 2;
  private static final long MFD_EXEC = 0x10;
  private static final long F_ADD_SEALS = 1033;
  // Of F_SEAL_SEAL, _SHRINK, _GROW and _WRITE.
  private static final long ALL_SEALS = 0xf;

  private static final String WHAT = "make a temporary file";

  private TemporaryFile() {}

  /** A file to be read from its start. */
  public static Fd containing(String text) {
    Fd file = new Fd((int) Errno.check("memfd_create", WHAT, make(MFD_CLOEXEC)), "input");
    Contents.write(file, text.getBytes(StandardCharsets.UTF_8));
    Contents.seek(file, 0);
    return file;
  }

  /** A program to be executed, which nobody can change any more. */
  static Fd program(byte[] image) {
    long flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    long made = make(flags | MFD_EXEC);
    if (made == -1 && Errno.last() == Errno.EINVAL) {
      // Before Linux 6.3 all such files could be executed.
      made = make(flags);
    }
    if (made == -1 && Errno.last() == Errno.EACCES) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot execute a program from memory",
          "this host forbids it: vm.memfd_noexec is 2",
          "set it to 1: sysctl vm.memfd_noexec=1");
    }
    Fd file = new Fd((int) Errno.check("memfd_create", WHAT, made), "a program of jbuild");
    Contents.write(file, image);
    long sealed = LibC.syscall(Call.FCNTL.number(), file.number(), F_ADD_SEALS, ALL_SEALS);
    Errno.check("fcntl", "seal " + file.name(), sealed);
    return file;
  }

  private static long make(long flags) {
    byte[] name = BytePath.of("jbuild").terminated();
    return LibC.syscall(Call.MEMFD_CREATE.number(), name, flags);
  }
}
