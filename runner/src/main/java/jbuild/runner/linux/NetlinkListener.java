package jbuild.runner.linux;

import java.util.List;
import java.util.Optional;

/**
 * Hears of what changes in the network of the namespace in which the thread was that opened it. For
 * one thread at a time.
 */
public final class NetlinkListener implements AutoCloseable {
  /** The type of the message that stands for those that came too fast: look at everything anew. */
  public static final int OVERRUN = 4;

  private static final String WHAT = "listen to the network";

  private final NetlinkSocket socket;

  private NetlinkListener(NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * Opens it in the network namespace of this thread.
   *
   * @param groups their numbers, such as {@code RTNLGRP_LINK}, as in rtnetlink's header
   */
  public static NetlinkListener open(NetlinkFamily family, int... groups) {
    NetlinkSocket socket = new NetlinkSocket(family);
    try {
      socket.bind();
      for (int group : groups) {
        socket.join(group);
      }
    } catch (SyscallFailure e) {
      socket.close();
      throw e;
    }
    return new NetlinkListener(socket);
  }

  /** To be waited for beside other things. */
  public Fd fd() {
    return socket.fd();
  }

  /** What has come until now; none if nothing. */
  public List<NetlinkAnswer> poll() {
    Optional<List<NetlinkAnswer>> received = socket.poll(WHAT);
    if (received.isPresent()) {
      return received.get();
    }
    return switch (Errno.last()) {
      case Errno.EAGAIN -> List.of();
      case Errno.ENOBUFS -> List.of(NetlinkAnswer.of(OVERRUN));
      default -> throw new SyscallFailure("recvmsg", "cannot " + WHAT, Errno.last());
    };
  }

  /** Waits for a change; none when somebody called or the time has passed. */
  public List<NetlinkAnswer> await(Wakeup wakeup, int milliseconds) {
    Polling polling = new Polling(2);
    polling.watch(0, socket.fd(), true, false);
    polling.watch(1, wakeup.fd(), true, false);
    polling.await(milliseconds);
    return polling.readable(1) || !polling.readable(0) ? List.of() : poll();
  }

  @Override
  public void close() {
    socket.close();
  }
}
