package jbuild.runner.linux;

/** Waits until one of several descriptors can be used; see ppoll(2). Each has a place, from 0. */
public final class Polling {
  /** Waits as long as it takes. */
  public static final int FOREVER = -1;

  private static final int POLLIN = 0x1;
  private static final int POLLOUT = 0x4;
  private static final int POLLERR = 0x8;
  private static final int POLLHUP = 0x10;
  private static final int POLLNVAL = 0x20;
  private static final int NOBODY = -1;

  // struct pollfd: the descriptor in 32 bits, then what is asked and what was answered in 16 each.
  private final long[] places;

  /** All places are empty at first. */
  public Polling(int places) {
    this.places = new long[places];
    for (int place = 0; place < places; place++) {
      ignore(place);
    }
  }

  public void ignore(int place) {
    places[place] = Integer.toUnsignedLong(NOBODY);
  }

  /** What is watched for neither is still watched for errors: ignore it instead. */
  public void watch(int place, Fd fd, boolean reading, boolean writing) {
    if (!reading && !writing) {
      ignore(place);
      return;
    }
    long events = (reading ? POLLIN : 0) | (writing ? POLLOUT : 0);
    places[place] = Integer.toUnsignedLong(fd.number()) | events << Integer.SIZE;
  }

  /** Returns when something can be used, or after the time has passed. */
  public void await(int milliseconds) {
    long[] time =
        milliseconds == FOREVER
            ? null
            : new long[] {milliseconds / 1000, milliseconds % 1000 * 1_000_000L};
    long result = LibC.syscall(Call.PPOLL.number(), places, places.length, time);
    if (result == -1 && Errno.last() != Errno.EINTR) {
      throw new SyscallFailure("ppoll", "cannot wait for a terminal", Errno.last());
    }
    if (result == -1) {
      for (int place = 0; place < places.length; place++) {
        places[place] &= 0xffff_ffff_ffffL;
      }
    }
  }

  /** Whether a read does not wait; it may report an error or the end. */
  public boolean readable(int place) {
    return answered(place, POLLIN | POLLERR | POLLHUP | POLLNVAL);
  }

  /** Whether a write does not wait; it may report an error. */
  public boolean writable(int place) {
    return answered(place, POLLOUT | POLLERR | POLLNVAL);
  }

  private boolean answered(int place, int events) {
    return (places[place] >>> 48 & events) != 0;
  }
}
