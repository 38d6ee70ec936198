package jbuild.runner.bus;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The other side of a socket: says in their order what a test wants it to say. */
final class OneService implements AutoCloseable {
  private static final String GREETING = "\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n";

  private final Path socket;
  private final ServerSocketChannel server;
  private final BlockingQueue<Message> calls = new LinkedBlockingQueue<>();

  /** Ends with what answers a call; what stands before is sent first. */
  private final Queue<Message> script = new ArrayDeque<>();

  private boolean leaves;

  OneService(Path socket) throws IOException {
    this.socket = socket;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread thread = new Thread(this::serve, "service");
    thread.setDaemon(true);
    thread.start();
  }

  Path socket() {
    return socket;
  }

  void answer(Value... body) {
    add(Message.Kind.RETURN, Map.of(), body);
  }

  void refuse(String error, String why) {
    add(Message.Kind.ERROR, Map.of(Message.Field.ERROR_NAME, Value.text(error)), Value.text(why));
  }

  void signal(String member, Value... body) {
    add(
        Message.Kind.SIGNAL,
        Map.of(
            Message.Field.PATH,
            Value.path("/"),
            Message.Field.INTERFACE,
            Value.text("a.Type"),
            Message.Field.MEMBER,
            Value.text(member)),
        body);
  }

  private synchronized void add(
      Message.Kind kind, Map<Message.Field, Value> fields, Value... body) {
    script.add(new Message(kind, 0, fields, List.of(body)));
  }

  /** It closes the connection when it is called. */
  synchronized void leave() {
    leaves = true;
  }

  /** The next call that it was sent. */
  Message call() throws InterruptedException {
    return calls.take();
  }

  private void serve() {
    try (SocketChannel client = server.accept()) {
      DataInputStream input = new DataInputStream(Channels.newInputStream(client));
      input.readFully(new byte[GREETING.length()]);
      send(
          client,
          "DATA\r\nOK 0123456789abcdef0123456789abcdef\r\n".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        byte[] start = input.readNBytes(Message.START);
        if (start.length < Message.START) {
          return;
        }
        byte[] whole = Arrays.copyOf(start, Message.length(start));
        input.readFully(whole, start.length, whole.length - start.length);
        calls.add(Message.of(whole));
        if (!answered(client, Message.of(whole).serial())) {
          return;
        }
      }
    } catch (IOException e) {
      // The test has ended.
      return;
    }
  }

  private synchronized boolean answered(SocketChannel client, long call) throws IOException {
    boolean answered = false;
    while (!script.isEmpty() && !(answered && script.peek().kind() != Message.Kind.SIGNAL)) {
      Message next = script.remove();
      answered |= next.kind() != Message.Kind.SIGNAL;
      Map<Message.Field, Value> fields = new EnumMap<>(Message.Field.class);
      fields.putAll(next.fields());
      fields.put(Message.Field.REPLY_SERIAL, Value.uint32(answered ? call : 0));
      Message whole =
          new Message(
              next.kind(),
              0,
              next.kind() == Message.Kind.SIGNAL ? next.fields() : fields,
              next.body());
      send(client, whole.bytes(1000));
    }
    return !leaves;
  }

  private static void send(SocketChannel client, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      client.write(rest);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
