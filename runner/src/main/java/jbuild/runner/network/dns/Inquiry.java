package jbuild.runner.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import jbuild.runner.network.loop.Deadline;
import jbuild.runner.network.loop.EventLoop;
import org.xbill.DNS.Rcode;

/**
 * One question on its way through the servers: the first good answer counts.
 *
 * <p>A server that takes its time is not given up while the next ones are asked.
 */
final class Inquiry implements Exchange.Outcome {
  /** A single server is asked so many times: datagrams get lost. */
  private static final int FEWEST_ATTEMPTS = 3;

  private final EventLoop loop;
  private final Duration patience;
  private final Query query;

  /** The one that was asked last comes last. */
  private final Deque<InetSocketAddress> servers;

  private final int attempts;
  private final IntSupplier ids;
  private final BiConsumer<Inquiry, Optional<byte[]>> done;
  private final Consumer<InetSocketAddress> good;
  private final Map<Exchange, InetSocketAddress> open = new HashMap<>();
  private final List<Deadline> deadlines = new ArrayList<>();
  private Optional<byte[]> lesser = Optional.empty();

  Inquiry(
      EventLoop loop,
      Duration patience,
      Query query,
      List<InetSocketAddress> servers,
      IntSupplier ids,
      BiConsumer<Inquiry, Optional<byte[]>> done,
      Consumer<InetSocketAddress> good) {
    this.loop = loop;
    this.patience = patience;
    this.query = query;
    this.servers = new ArrayDeque<>(servers);
    this.attempts = Math.max(FEWEST_ATTEMPTS, servers.size());
    this.ids = ids;
    this.done = done;
    this.good = good;
  }

  void start() {
    deadlines.add(loop.after(patience, this::end));
    for (int attempt = 1; attempt < attempts; attempt++) {
      Duration time = patience.multipliedBy(attempt).dividedBy(attempts);
      deadlines.add(loop.after(time, this::askNext));
    }
    askNext();
  }

  /** What fails at once does not use up anybody's time. */
  private void askNext() {
    while (!servers.isEmpty()) {
      InetSocketAddress server = servers.remove();
      try {
        open.put(UdpExchange.start(loop, query, ids.getAsInt(), server, this), server);
        servers.add(server);
        return;
      } catch (IOException | IllegalArgumentException e) {
        // No route to it, or a family of addresses that this host does not have.
      }
    }
    endIfHopeless();
  }

  @Override
  public void answered(Exchange exchange, byte[] message) {
    InetSocketAddress server = open.remove(exchange);
    exchange.close();
    if (refuses(message)) {
      lesser = lesser.or(() -> Optional.of(message));
      tryWithout(server);
    } else if (isCut(message) && exchange instanceof UdpExchange) {
      lesser = Optional.of(message);
      askForTheRest(server);
    } else {
      good.accept(server);
      lesser = Optional.of(message);
      end();
    }
  }

  private void askForTheRest(InetSocketAddress server) {
    try {
      open.put(TcpExchange.start(loop, query, ids.getAsInt(), server, this), server);
    } catch (IOException | IllegalArgumentException e) {
      tryWithout(server);
    }
  }

  @Override
  public void broken(Exchange exchange) {
    InetSocketAddress server = open.remove(exchange);
    exchange.close();
    tryWithout(server);
  }

  private void tryWithout(InetSocketAddress server) {
    servers.remove(server);
    if (servers.isEmpty()) {
      endIfHopeless();
    } else {
      askNext();
    }
  }

  private void endIfHopeless() {
    if (open.isEmpty()) {
      end();
    }
  }

  /** With the best there is. */
  private void end() {
    giveUp();
    done.accept(this, lesser);
  }

  /** Nobody wants to know any more. */
  void giveUp() {
    deadlines.forEach(Deadline::cancel);
    open.keySet().forEach(Exchange::close);
    open.clear();
    servers.clear();
  }

  private static boolean isCut(byte[] message) {
    return (message[2] & 0x02) != 0;
  }

  private static boolean refuses(byte[] message) {
    int code = message[3] & 0x0f;
    return code == Rcode.SERVFAIL
        || code == Rcode.REFUSED
        || code == Rcode.NOTIMP
        || code == Rcode.FORMERR;
  }
}
