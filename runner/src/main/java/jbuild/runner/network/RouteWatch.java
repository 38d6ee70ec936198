package jbuild.runner.network;

import java.util.function.Consumer;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.Threads;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkListener;
import jbuild.runner.linux.Wakeup;
import jbuild.runner.network.host.Forwarding;
import jbuild.runner.network.host.Guarded;
import jbuild.runner.network.host.Uplinks;
import jbuild.runner.network.link.NamespaceNetwork;

/** Has the host forward by other links when it begins to reach others by them. */
final class RouteWatch implements AutoCloseable {
  private static final int FOREVER = -1;

  private final Forwarding.Held forwarding;
  private final Consumer<Guarded> told;
  private final Notices notices;
  private final Wakeup wakeup = new Wakeup();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins when it is started.
   *
   * @param told of the links by which nothing else is to be forwarded, when they are others
   * @param notices hears that it ends early
   */
  RouteWatch(Forwarding.Held forwarding, Consumer<Guarded> told, Notices notices) {
    this.forwarding = forwarding;
    this.told = told;
    this.notices = notices;
    this.thread = new Thread(this::watch, "routes of the host");
    thread.setDaemon(true);
  }

  /** In the network namespace of this thread. */
  void start() {
    thread.start();
  }

  private void watch() {
    try (NamespaceNetwork host = NamespaceNetwork.here();
        NetlinkListener listener = NetlinkListener.open(NetlinkFamily.ROUTE, groups())) {
      Guarded known = forwarding.guarded();
      while (!closed) {
        Guarded now = forwarding.follow(Uplinks.of(host));
        if (!now.equals(known)) {
          told.accept(now);
          known = now;
        }
        listener.await(wakeup, FOREVER);
        skipToLast(listener);
      }
    } catch (Failure failure) {
      if (!closed) {
        notices.warn("nobody follows the host's routes any more: " + failure.getMessage());
      }
    }
  }

  /** Routes come and go in crowds. */
  private static void skipToLast(NetlinkListener listener) {
    while (!listener.poll().isEmpty()) {
      continue;
    }
  }

  private static int[] groups() {
    return Forwarding.groups().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void close() {
    closed = true;
    wakeup.call();
    Threads.awaitEnd(thread);
    wakeup.close();
  }
}
