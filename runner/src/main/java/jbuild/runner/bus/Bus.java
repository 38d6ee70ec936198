package jbuild.runner.bus;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import jbuild.runner.Reasons;

/**
 * A connection to services of this host, for one thread at a time.
 *
 * <pre>{@code
 * try (Bus bus = Bus.system()) {
 *   bus.call(
 *       "org.freedesktop.network1",
 *       "/org/freedesktop/network1",
 *       "org.freedesktop.network1.Manager",
 *       "Reload");
 * }
 * }</pre>
 */
public final class Bus implements AutoCloseable {
  /** Where hosts have it: D-Bus Specification, "System message bus". */
  private static final Path SYSTEM = Path.of("/run/dbus/system_bus_socket");

  /** Where the service manager itself listens, to root only. */
  private static final Path MANAGER = Path.of("/run/systemd/private");

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final String DAEMON = "org.freedesktop.DBus";
  private static final String DAEMON_PATH = "/org/freedesktop/DBus";

  private final String name;
  private final Connection connection;
  private final List<Message> signals = new ArrayList<>();
  private Optional<String> address = Optional.empty();
  private long serial;

  private Bus(String name, Connection connection) {
    this.name = name;
    this.connection = connection;
  }

  /**
   * The system's message bus, which has all services.
   *
   * @throws BusFailure when there is none
   */
  public static Bus system() {
    return daemon(SYSTEM);
  }

  /**
   * A connection on which the service manager of a host that runs systemd can be called: the bus,
   * or its own socket where there is no bus.
   *
   * @throws BusFailure when neither answers
   */
  public static Bus ofServiceManager() {
    return Files.exists(SYSTEM) ? system() : direct(MANAGER);
  }

  static Bus daemon(Path socket) {
    Bus bus = direct(socket);
    try {
      List<Value> address = bus.call(DAEMON, DAEMON_PATH, DAEMON, "Hello");
      bus.address = Optional.of(address.get(0).asText());
      return bus;
    } catch (RuntimeException e) {
      bus.close();
      throw e;
    }
  }

  static Bus direct(Path socket) {
    try {
      return new Bus(socket.toString(), Connection.to(socket, after(PATIENCE)));
    } catch (IOException e) {
      throw BusFailure.silent("cannot connect to " + socket, Reasons.of(e), e);
    }
  }

  /** What others call us; empty on a connection to one service only. */
  public Optional<String> address() {
    return address;
  }

  /**
   * Calls a method, and returns what it returns.
   *
   * @param type the interface that the method belongs to
   * @throws BusFailure with the service's own words when it refuses
   */
  public List<Value> call(
      String destination, String path, String type, String method, Value... arguments) {
    Message call = Message.call(destination, path, type, method, List.of(arguments));
    String shown = method + " of " + destination;
    serial++;
    long deadline = after(PATIENCE);
    try {
      connection.send(call.bytes(serial), deadline);
      return answer(shown, deadline);
    } catch (IOException e) {
      throw BusFailure.silent("cannot call " + shown, name + ": " + Reasons.of(e), e);
    }
  }

  private List<Value> answer(String call, long deadline) throws IOException {
    while (true) {
      Optional<Message> message = connection.next(deadline);
      if (message.isEmpty()) {
        throw new IOException("no answer came in " + PATIENCE.toSeconds() + " seconds");
      }
      Message one = message.get();
      if (one.answers(serial)) {
        if (one.kind() == Message.Kind.ERROR) {
          throw BusFailure.refused(call, one);
        }
        return one.body();
      }
      if (one.kind() == Message.Kind.SIGNAL) {
        signals.add(one);
      }
    }
  }

  /**
   * Lets signals of one kind come to us from now on.
   *
   * @param sender whose; for example {@code org.freedesktop.systemd1}
   */
  public void listen(String sender, String path, String type, String signal) {
    if (address.isPresent()) {
      String rule =
          "type='signal',sender='"
              + sender
              + "',path='"
              + path
              + "',interface='"
              + type
              + "',member='"
              + signal
              + "'";
      call(DAEMON, DAEMON_PATH, DAEMON, "AddMatch", Value.text(rule));
    }
  }

  /**
   * The first signal of that kind that has come or comes; empty when none came in time. Others that
   * came before it are forgotten.
   */
  public Optional<Message> signal(Predicate<Message> wanted, Duration patience) {
    Iterator<Message> early = signals.iterator();
    while (early.hasNext()) {
      Message message = early.next();
      early.remove();
      if (wanted.test(message)) {
        return Optional.of(message);
      }
    }
    long deadline = after(patience);
    try {
      Optional<Message> message = connection.next(deadline);
      while (message.isPresent() && !wanted.test(message.get())) {
        message = connection.next(deadline);
      }
      return message;
    } catch (ClosedSelectorException | CancelledKeyException | ClosedChannelException e) {
      // Somebody else has ended the wait.
      return Optional.empty();
    } catch (IOException e) {
      throw BusFailure.silent("cannot wait for a signal", name + ": " + Reasons.of(e), e);
    }
  }

  private static long after(Duration patience) {
    return System.nanoTime() + patience.toNanos();
  }

  /** Ends also what another thread waits for. */
  @Override
  public void close() {
    connection.close();
  }
}
