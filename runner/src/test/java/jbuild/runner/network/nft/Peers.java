package jbuild.runner.network.nft;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import jbuild.runner.linux.Fd;

/** Who talks with whom, through namespaces. */
final class Peers {
  private static final int ANSWER_TIME = 5000;

  private Peers() {}

  /** The address that a server of TCP sees when a client asks for it by another one. */
  static String tcp(Fd client, String address, int port, Fd server, int listening)
      throws IOException {
    return tcp(client, address, port, server, listening, ANSWER_TIME);
  }

  static String tcp(Fd client, String address, int port, Fd server, int listening, int milliseconds)
      throws IOException {
    try (ServerSocket listener = TestNetwork.in(server, () -> new ServerSocket(listening));
        // A Socket would be made only when it connects, and thus in the test's namespace.
        SocketChannel asking = TestNetwork.in(client, SocketChannel::open)) {
      asking.socket().connect(new InetSocketAddress(address, port), milliseconds);
      listener.setSoTimeout(ANSWER_TIME);
      try (Socket accepted = listener.accept()) {
        return accepted.getInetAddress().getHostAddress();
      }
    }
  }

  /** The same of UDP, with an answer. */
  static String udp(Fd client, String address, int port, Fd server, int listening)
      throws IOException {
    try (DatagramSocket listener = TestNetwork.in(server, () -> new DatagramSocket(listening));
        DatagramSocket asking = TestNetwork.in(client, DatagramSocket::new)) {
      // Connected: answers from elsewhere do not come in.
      asking.connect(new InetSocketAddress(address, port));
      asking.send(new DatagramPacket(new byte[1], 1));
      DatagramPacket question = new DatagramPacket(new byte[1], 1);
      listener.setSoTimeout(ANSWER_TIME);
      listener.receive(question);
      InetAddress from = question.getAddress();
      listener.send(question);
      asking.setSoTimeout(ANSWER_TIME);
      asking.receive(new DatagramPacket(new byte[1], 1));
      return from.getHostAddress();
    }
  }
}
