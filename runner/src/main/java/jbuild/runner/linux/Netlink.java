package jbuild.runner.linux;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Speaks with the network of the namespace in which the thread was that opened it; see netlink(7).
 * For one thread at a time; who wants to hear of changes takes a {@link NetlinkListener}.
 */
public final class Netlink implements AutoCloseable {
  private static final int NLM_F_ACK = 0x4;
  private static final int NLM_F_DUMP = 0x300;
  private static final int NLM_F_DUMP_INTR = 0x10;
  private static final int NLM_F_ACK_TLVS = 0x200;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLMSGERR_ATTR_MSG = 1;
  private static final int ERROR_HEADER = Integer.BYTES + NetlinkMessage.HEADER;
  private static final long SIOCGSKNS = 0x894c;
  private static final int ATTEMPTS = 20;

  private final NetlinkSocket socket;
  private int sequence;

  private Netlink(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Opens it in the network namespace of this thread. */
  public static Netlink open(NetlinkFamily family) {
    return new Netlink(new NetlinkSocket(family));
  }

  /**
   * Has something done; it is when this returns.
   *
   * @param what completes "cannot ..."
   * @throws NetlinkFailure when the kernel refuses
   */
  public void request(NetlinkMessage message, String what) {
    ask(message, what);
  }

  /** What the kernel answers, before it says that this was all. */
  public List<NetlinkAnswer> ask(NetlinkMessage message, String what) {
    int number = send(message.with(NLM_F_ACK), what);
    List<NetlinkAnswer> answers = new ArrayList<>();
    while (true) {
      for (NetlinkAnswer answer : socket.receive(what)) {
        if (answer.sequence() == number && answer.type() == NLMSG_ERROR) {
          check(answer, ERROR_HEADER, what);
          return List.copyOf(answers);
        }
        if (answer.sequence() == number) {
          answers.add(answer);
        }
      }
    }
  }

  /** All that there are of a kind, as they were at one moment. */
  public List<NetlinkAnswer> dump(NetlinkMessage message, String what) {
    message.with(NLM_F_DUMP);
    Optional<List<NetlinkAnswer>> answers = Optional.empty();
    for (int attempt = 0; answers.isEmpty() && attempt < ATTEMPTS; attempt++) {
      answers = consistentDump(message, what);
    }
    return answers.orElseThrow(
        () -> new NetlinkFailure(what, Errno.EBUSY, "it changes faster than it can be read"));
  }

  private Optional<List<NetlinkAnswer>> consistentDump(NetlinkMessage message, String what) {
    int number = send(message, what);
    List<NetlinkAnswer> answers = new ArrayList<>();
    boolean changed = false;
    while (true) {
      for (NetlinkAnswer answer : socket.receive(what)) {
        if (answer.sequence() != number) {
          continue;
        }
        changed |= (answer.flags() & NLM_F_DUMP_INTR) != 0;
        if (answer.type() == NLMSG_ERROR) {
          check(answer, ERROR_HEADER, what);
        } else if (answer.type() == NLMSG_DONE) {
          check(answer, Integer.BYTES, what);
          return changed ? Optional.empty() : Optional.of(List.copyOf(answers));
        } else {
          answers.add(answer);
        }
      }
    }
  }

  /**
   * Has all done or nothing, where the kernel knows that: the messages go out in one datagram, for
   * nf_tables with those that begin and end a batch.
   *
   * <p>Only the one before the last is asked to be confirmed, since the last ends the batch; what
   * fails is told of each.
   *
   * @throws NetlinkFailure for the first that the kernel refuses
   */
  public void batch(List<NetlinkMessage> messages, String what) {
    if (messages.size() < 3) {
      throw new IllegalArgumentException("a batch has a beginning, an end and more");
    }
    int first = sequence + 1;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int confirmed = messages.size() - 2;
    messages.get(confirmed).with(NLM_F_ACK);
    for (NetlinkMessage message : messages) {
      content.writeBytes(message.content(++sequence));
    }
    socket.send(content.toByteArray(), what);
    boolean done = false;
    // The kernel works while it takes the datagram: its answers are there, or there are none.
    Optional<List<NetlinkAnswer>> received = socket.poll(what);
    Optional<NetlinkFailure> failure = Optional.empty();
    while (received.isPresent()) {
      for (NetlinkAnswer answer : received.get()) {
        if (answer.type() == NLMSG_ERROR && answer.sequence() - first >= 0) {
          done |= answer.sequence() == first + confirmed;
          failure = failure.or(() -> failure(answer, ERROR_HEADER, what));
        }
      }
      received = socket.poll(what);
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (!done) {
      throw new NetlinkFailure(what, Errno.EIO, "nothing was confirmed");
    }
  }

  private int send(NetlinkMessage message, String what) {
    socket.send(message.content(++sequence), what);
    return sequence;
  }

  private static void check(NetlinkAnswer answer, int header, String what) {
    Optional<NetlinkFailure> failure = failure(answer, header, what);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Both kinds of last message begin with the negative error number. */
  private static Optional<NetlinkFailure> failure(NetlinkAnswer answer, int header, String what) {
    int errno = -answer.header32(0);
    if (errno == 0) {
      return Optional.empty();
    }
    boolean explained = (answer.flags() & NLM_F_ACK_TLVS) != 0;
    String text = explained ? answer.attributes(header).text(NLMSGERR_ATTR_MSG, "") : "";
    return Optional.of(new NetlinkFailure(what, errno, text));
  }

  /** The network namespace it speaks with. */
  public Fd namespace() {
    long number = Control.quietly(socket.fd(), SIOCGSKNS, 0);
    Errno.check("ioctl", "find the network namespace of a socket", number);
    return new Fd((int) number, "the network namespace of a socket");
  }

  /** To know it by; the tables of nf_tables that it owns live as long as it is open. */
  public Fd fd() {
    return socket.fd();
  }

  @Override
  public void close() {
    socket.close();
  }
}
