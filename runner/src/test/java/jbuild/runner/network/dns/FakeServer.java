package jbuild.runner.network.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A DNS server that answers what a test wants, in the network of the thread that makes it. */
final class FakeServer implements AutoCloseable {
  private final DatagramSocket datagrams;
  private final ServerSocket connections;
  private final Function<byte[], List<byte[]>> byDatagram;
  private final Function<byte[], byte[]> byConnection;
  final List<byte[]> questions = new CopyOnWriteArrayList<>();
  final List<Integer> ports = new CopyOnWriteArrayList<>();

  FakeServer(Function<byte[], List<byte[]>> byDatagram, Function<byte[], byte[]> byConnection)
      throws IOException {
    this.byDatagram = byDatagram;
    this.byConnection = byConnection;
    InetAddress loopback = InetAddress.getByName("127.0.0.9");
    datagrams = new DatagramSocket(0, loopback);
    connections = new ServerSocket(datagrams.getLocalPort(), 50, loopback);
    start(this::answerDatagrams);
    start(this::answerConnections);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "fake server");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) datagrams.getLocalSocketAddress();
  }

  private void answerDatagrams() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        datagrams.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        questions.add(question);
        ports.add(packet.getPort());
        for (byte[] answer : byDatagram.apply(question)) {
          datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (SocketException e) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answerConnections() {
    try {
      while (true) {
        try (Socket client = connections.accept()) {
          DataInputStream input = new DataInputStream(client.getInputStream());
          byte[] answer = byConnection.apply(input.readNBytes(input.readUnsignedShort()));
          DataOutputStream output = new DataOutputStream(client.getOutputStream());
          output.writeShort(answer.length);
          output.write(answer);
          input.read();
        }
      }
    } catch (SocketException e) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    connections.close();
  }
}
