package jbuild.runner.network.dns;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import jbuild.runner.network.loop.EventLoop;

/** The servers that know what we do not, and the questions on their way to them. */
final class Upstream {
  /** Each has sockets of its own. */
  private static final int MOST_PENDING = 200;

  private static final int IDS = 1 << 16;

  private final EventLoop loop;
  private final Duration patience;
  private final Supplier<List<InetSocketAddress>> servers;
  private final SecureRandom random = new SecureRandom();
  private final Set<Inquiry> pending = new HashSet<>();
  private Optional<InetSocketAddress> lastThatAnswered = Optional.empty();

  Upstream(EventLoop loop, Duration patience, Supplier<List<InetSocketAddress>> servers) {
    this.loop = loop;
    this.patience = patience;
    this.servers = servers;
  }

  void ask(Query query, int limit, Asker asker) {
    List<InetSocketAddress> candidates = candidates();
    if (candidates.isEmpty() || pending.size() >= MOST_PENDING) {
      asker.answer(Replies.failure(query));
      return;
    }
    Inquiry inquiry =
        new Inquiry(
            loop,
            patience,
            query,
            candidates,
            () -> random.nextInt(IDS),
            (done, answer) -> {
              pending.remove(done);
              asker.answer(
                  answer
                      .map(message -> Replies.passedOn(query, message, limit))
                      .orElseGet(() -> Replies.failure(query)));
            },
            server -> lastThatAnswered = Optional.of(server));
    pending.add(inquiry);
    inquiry.start();
  }

  /** Begins with the one that answered the last time, so that a dead one costs its time once. */
  private List<InetSocketAddress> candidates() {
    List<InetSocketAddress> candidates = new ArrayList<>(servers.get());
    int first = lastThatAnswered.map(candidates::indexOf).orElse(-1);
    if (first > 0) {
      Collections.rotate(candidates, -first);
    }
    return candidates;
  }

  void close() {
    for (Inquiry inquiry : List.copyOf(pending)) {
      inquiry.giveUp();
    }
    pending.clear();
  }
}
