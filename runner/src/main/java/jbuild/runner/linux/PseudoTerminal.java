package jbuild.runner.linux;

/** A terminal without a device: what is written to one side is read from the other; see pty(7). */
public final class PseudoTerminal {
  private static final long TIOCSPTLCK = 0x40045431;
  private static final long TIOCSWINSZ = 0x5414;
  private static final int ROWS = 24;
  private static final int COLUMNS = 80;

  private PseudoTerminal() {}

  /**
   * Opens the first terminal of a new devpts file system in a tree; its other side is {@code
   * /dev/pts/0} there. Reads and writes never wait.
   */
  public static Fd first(Fd root) {
    long flags = Descriptors.O_RDWR | Descriptors.O_NOCTTY | Descriptors.O_NONBLOCK;
    Fd master = Descriptors.inside(root, BytePath.of("/dev/pts/ptmx"), flags);
    control(master, TIOCSPTLCK, new byte[4], "unlock");
    // struct winsize: rows, columns, and pixels that nobody fills in.
    control(master, TIOCSWINSZ, new byte[] {ROWS, 0, COLUMNS, 0, 0, 0, 0, 0}, "size");
    return master;
  }

  private static void control(Fd fd, long request, byte[] argument, String verb) {
    long result =
        LibC.syscall(Call.IOCTL.number(), fd.number(), request, argument, (byte[]) null, 0);
    Errno.check("ioctl", verb + " " + fd.name(), result);
  }
}
