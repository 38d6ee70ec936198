package jbuild.runner.machine;

import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NotifySocket;
import jbuild.runner.linux.Polling;

/**
 * Hears what a machine's init reports, and passes it on to the manager of our own process, as
 * systemd-nspawn does; see sd_notify(3).
 */
final class Reports implements AutoCloseable {
  private static final String STATUS = "STATUS=";
  private static final String STORE = "FDSTORE=1";
  private static final String FORGET = "FDSTOREREMOVE=1";
  private static final int SOCKET = 0;
  private static final int END = 1;
  private static final int PLACES = 2;
  private static final int PATIENCE_MILLIS = 1000;

  private final Machine machine;
  private final Manager manager;
  private final Runnable ready;
  private final Thread thread;

  private Reports(Machine machine, Manager manager, Runnable ready) {
    this.machine = machine;
    this.manager = manager;
    this.ready = ready;
    this.thread =
        new Thread("reports") {
          @Override
          public void run() {
            listen();
          }
        };
  }

  /** Whom we report to: the socket in our own environment, or nobody. */
  record Manager(String socket) {
    static Manager ofThisProcess() {
      return new Manager(System.getenv().getOrDefault("NOTIFY_SOCKET", ""));
    }

    void tell(String message) {
      if (!socket.isEmpty()) {
        NotifySocket.send(socket, message);
      }
    }

    void keep(String message, List<Fd> descriptors) {
      if (!socket.isEmpty()) {
        NotifySocket.send(socket, message, descriptors);
      }
    }
  }

  /**
   * Listens until the machine has ended.
   *
   * @param byItself whether it is ready when it says so, and not from its start
   */
  static Reports of(Machine machine, Manager manager, boolean byItself, Runnable ready) {
    Reports reports = new Reports(machine, manager, ready);
    manager.tell("STATUS=Container started.\nX_NSPAWN_LEADER_PID=" + machine.pid());
    if (!byItself) {
      manager.tell("READY=1\n");
    }
    reports.thread.setDaemon(true);
    reports.thread.start();
    return reports;
  }

  private void listen() {
    Polling polling = new Polling(PLACES);
    polling.watch(SOCKET, machine.notifySocket().fd(), true, false);
    polling.watch(END, machine.pidfd(), true, false);
    do {
      polling.await(Polling.FOREVER);
      Optional<NotifySocket.Message> message = machine.notifySocket().receive(machine.pid());
      if (message.isPresent()) {
        pass(message.get());
      }
    } while (!polling.readable(END));
  }

  private void pass(NotifySocket.Message message) {
    // Senders may wait until what they passed along is closed; and ours are not without number.
    try (message) {
      String wish = ofStore(message.text(), !message.passed().isEmpty());
      if (!wish.isEmpty()) {
        manager.keep(wish, message.passed());
      }
      pass(message.text());
    }
  }

  /**
   * What of a message our own manager is asked for, who keeps descriptors for the next start: since
   * systemd 261. Empty when it is about something else.
   *
   * @param passes whether there are any
   */
  static String ofStore(String message, boolean passes) {
    boolean asks = false;
    StringBuilder wish = new StringBuilder();
    for (String line : message.split("\n")) {
      boolean stores = line.equals(STORE) && passes || line.equals(FORGET);
      asks |= stores;
      if (stores || line.startsWith("FDNAME=") || line.equals("FDPOLL=0")) {
        wish.append(line).append('\n');
      }
    }
    return asks ? wish.toString() : "";
  }

  private void pass(String message) {
    boolean isReady = false;
    String status = "";
    for (String line : message.split("\n")) {
      isReady |= line.equals("READY=1");
      if (line.startsWith(STATUS)) {
        status = ": " + line.substring(STATUS.length());
      }
    }
    if (!status.isEmpty()) {
      manager.tell(STATUS + "Container running" + status);
    }
    if (isReady) {
      manager.tell("READY=1\n");
      if (status.isEmpty()) {
        manager.tell(STATUS + "Container running.");
      }
      ready.run();
    }
  }

  /** To be called when the machine has ended, before it is closed. */
  @Override
  public void close() {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
