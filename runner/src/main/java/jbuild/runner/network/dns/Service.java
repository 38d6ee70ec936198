package jbuild.runner.network.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import jbuild.runner.network.loop.EventLoop;
import org.xbill.DNS.Message;

/** What becomes of a message. Made for the first one: until then no library is needed. */
final class Service {
  private static final int LARGEST = 65_535;

  private final MachineAnswers machines;
  private final Upstream upstream;

  Service(
      EventLoop loop,
      Duration patience,
      MachineNames names,
      Supplier<List<InetSocketAddress>> servers) {
    machines = new MachineAnswers(names);
    upstream = new Upstream(loop, patience, servers);
  }

  void receive(byte[] wire, Asker asker) {
    if (!Query.wantsAnswer(wire)) {
      return;
    }
    Optional<Query> parsed = Query.parse(wire);
    if (parsed.isEmpty()) {
      asker.answer(Replies.refusal(wire));
      return;
    }
    Query query = parsed.get();
    int limit = asker.byDatagram() ? query.limit() : LARGEST;
    Optional<Message> own = machines.to(query);
    if (own.isPresent()) {
      asker.answer(own.get().toWire(limit));
    } else {
      upstream.ask(query, limit, asker);
    }
  }

  void close() {
    upstream.close();
  }
}
