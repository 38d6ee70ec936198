package jbuild.runner.network.dns;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.Deadline;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.loop.Handler;

/** A connection in which somebody asks, maybe several things at once; see RFC 7766. */
final class TcpConnection implements Handler, Asker {
  /** More than any question needs. */
  private static final int LONGEST_QUESTION = 4096;

  private static final int MOST_PENDING = 16;

  /** Seconds are recommended by RFC 7766, 6.2.3. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final EventLoop loop;
  private final SocketChannel channel;
  private final BiConsumer<byte[], Asker> receiver;
  private final Consumer<TcpConnection> closed;
  private final TcpMessages questions;
  private final Queue<ByteBuffer> answers = new ArrayDeque<>();
  private Deadline end;
  private boolean asksNoMore;
  private int pending;

  TcpConnection(
      EventLoop loop,
      SocketChannel channel,
      BiConsumer<byte[], Asker> receiver,
      Consumer<TcpConnection> closed) {
    this.loop = loop;
    this.channel = channel;
    this.receiver = receiver;
    this.closed = closed;
    questions = new TcpMessages(channel, LONGEST_QUESTION);
    end = loop.after(IDLE, this::close);
  }

  void serve() {
    try {
      loop.serve(channel, SelectionKey.OP_READ, this);
    } catch (IOException e) {
      close();
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    end.cancel();
    end = loop.after(IDLE, this::close);
    if (key.isWritable()) {
      flush();
    }
    if (key.isValid() && key.isReadable()) {
      read();
    }
    update();
  }

  private void read() throws IOException {
    try {
      Optional<byte[]> question = questions.read();
      while (question.isPresent()) {
        receive(question.get());
        question = isFull() ? Optional.empty() : questions.read();
      }
    } catch (EOFException e) {
      asksNoMore = true;
    }
  }

  private void receive(byte[] question) {
    if (!Query.wantsAnswer(question)) {
      close();
      return;
    }
    pending++;
    receiver.accept(question, this);
  }

  private boolean isFull() {
    return pending + answers.size() >= MOST_PENDING || !channel.isOpen();
  }

  @Override
  public boolean byDatagram() {
    return false;
  }

  @Override
  public void answer(byte[] message) {
    pending--;
    if (!channel.isOpen()) {
      return;
    }
    answers.add(TcpMessages.framed(message));
    try {
      flush();
      update();
    } catch (IOException e) {
      close();
    }
  }

  private void flush() throws IOException {
    while (!answers.isEmpty()) {
      channel.write(answers.element());
      if (answers.element().hasRemaining()) {
        return;
      }
      answers.remove();
    }
  }

  private void update() {
    if (!channel.isOpen()) {
      return;
    }
    if (asksNoMore && pending == 0 && answers.isEmpty()) {
      close();
      return;
    }
    int reading = asksNoMore || isFull() ? 0 : SelectionKey.OP_READ;
    int writing = answers.isEmpty() ? 0 : SelectionKey.OP_WRITE;
    loop.keyOf(channel).interestOps(reading | writing);
  }

  @Override
  public void failed(Exception why) {
    close();
  }

  void close() {
    end.cancel();
    Closing.quietly(channel);
    closed.accept(this);
  }
}
