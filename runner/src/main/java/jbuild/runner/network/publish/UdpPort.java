package jbuild.runner.network.publish;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.loop.Handler;

/** A port of the host whose datagrams lead into a machine, and its answers back. */
final class UdpPort implements Handler, OpenPort {
  /** Then others are served. */
  private static final int AT_ONCE = 32;

  private final EventLoop loop;
  private final DatagramChannel channel;
  private final Destination machine;
  private final MachineSockets sockets;
  private final Limits limits;
  private final int inside;

  /** The one that was used last comes last. */
  private final Map<SocketAddress, UdpSession> sessions = new LinkedHashMap<>(16, 0.75f, true);

  private boolean sweeping;

  UdpPort(
      EventLoop loop,
      DatagramChannel channel,
      Destination machine,
      MachineSockets sockets,
      Limits limits,
      int inside) {
    this.loop = loop;
    this.channel = channel;
    this.machine = machine;
    this.sockets = sockets;
    this.limits = limits;
    this.inside = inside;
  }

  @Override
  public void serve() throws IOException {
    loop.serve(channel, SelectionKey.OP_READ, this);
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    for (int count = 0; count < AT_ONCE; count++) {
      ByteBuffer buffer = loop.buffer();
      SocketAddress client = channel.receive(buffer);
      if (client == null) {
        return;
      }
      // Before the machine is anywhere its datagrams are lost, as they are on any network.
      if (machine.isKnown()) {
        session((InetSocketAddress) client).toMachine(buffer.flip());
      }
    }
  }

  private UdpSession session(InetSocketAddress client) {
    UdpSession known = sessions.get(client);
    if (known != null) {
      return known;
    }
    if (sessions.size() >= limits.sessions()) {
      Iterator<UdpSession> oldest = sessions.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    List<InetSocketAddress> addresses = machine.forClient(client.getAddress(), inside);
    UdpSession session =
        new UdpSession(loop, sockets, addresses, answer -> toClient(answer, client));
    sessions.put(client, session);
    sweepLater();
    return session;
  }

  private void toClient(ByteBuffer answer, InetSocketAddress client) {
    // Who sends only to be answered keeps the session too.
    sessions.get(client);
    try {
      channel.send(answer, client);
    } catch (IOException e) {
      // A datagram is lost.
    }
  }

  private void sweepLater() {
    if (!sweeping) {
      sweeping = true;
      loop.after(limits.sessionIdle().dividedBy(4), this::sweep);
    }
  }

  private void sweep() {
    sweeping = false;
    Iterator<UdpSession> all = sessions.values().iterator();
    while (all.hasNext()) {
      UdpSession session = all.next();
      if (session.isSilentFor(limits.sessionIdle())) {
        session.close();
        all.remove();
      }
    }
    if (!sessions.isEmpty()) {
      sweepLater();
    }
  }

  @Override
  public void failed(Exception why) {
    // It was about one datagram; the next ones are served.
  }

  @Override
  public void addressChanged() {
    sessions.values().forEach(UdpSession::close);
    sessions.clear();
  }

  @Override
  public int load() {
    return sessions.size();
  }

  @Override
  public void close() {
    Closing.quietly(channel);
    addressChanged();
  }
}
