package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A terminal without a device: what is written to one side is read from the other; see pty(7). */
public final class PseudoTerminal {
  private static final long TIOCSPTLCK = 0x40045431;
  private static final long TIOCGPTN = 0x80045430L;
  private static final long TIOCGPTPEER = 0x5441;
  private static final long FLAGS =
      Descriptors.O_RDWR | Descriptors.O_NOCTTY | Descriptors.O_NONBLOCK;
  private static final WindowSize USUAL = new WindowSize(24, 80);

  private PseudoTerminal() {}

  /**
   * Opens the first terminal of a new devpts file system in a tree; its other side is {@code
   * /dev/pts/0} there. Reads and writes never wait.
   */
  public static Fd first(Fd root) {
    return prepared(Descriptors.inside(root, BytePath.of("/dev/pts/ptmx"), FLAGS));
  }

  /** Opens a new terminal of the host. Reads and writes never wait. */
  public static Fd ofHost() {
    return prepared(Descriptors.onHost(BytePath.of("/dev/ptmx"), FLAGS));
  }

  private static Fd prepared(Fd master) {
    Terminals.check(
        "unlock", master, Terminals.control(master, TIOCSPTLCK, new byte[Integer.BYTES]));
    Terminals.setSize(master, USUAL);
    return master;
  }

  /** The name of its other side in its devpts file system. */
  public static int number(Fd master) {
    ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    Terminals.check(
        "ask the number of", master, Terminals.control(master, TIOCGPTN, number.array()));
    return number.getInt();
  }

  /** Opens its other side, wherever its devpts file system is mounted. */
  public static Fd otherSide(Fd master) {
    long flags = Descriptors.O_RDWR | Descriptors.O_NOCTTY | Descriptors.O_CLOEXEC;
    long fd = LibC.syscall(Call.IOCTL.number(), master.number(), TIOCGPTPEER, flags);
    Terminals.check("open the other side of", master, fd);
    return new Fd((int) fd, "the other side of " + master.name());
  }
}
