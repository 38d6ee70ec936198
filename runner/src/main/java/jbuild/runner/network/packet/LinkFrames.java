package jbuild.runner.network.packet;

import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.PacketFilter;
import jbuild.runner.linux.PacketSocket;
import jbuild.runner.linux.Wakeup;

/** The frames of a real link, those of a port of a bridge too: before the bridge takes them. */
final class LinkFrames implements Frames {
  private final PacketSocket socket;
  private final Wakeup wakeup = new Wakeup();

  private LinkFrames(PacketSocket socket) {
    this.socket = socket;
  }

  /** Opens them in the network namespace of this thread. */
  static LinkFrames open(int link, List<Protocol> protocols) {
    PacketFilter filter = PacketFilter.NONE;
    for (Protocol protocol : protocols) {
      filter = filter.or(protocol.wanted().toArray(new PacketFilter.Condition[0]));
    }
    return new LinkFrames(PacketSocket.open(link, PacketSocket.EVERY_PROTOCOL, filter));
  }

  @Override
  public Optional<byte[]> receive(int milliseconds) {
    return socket.await(wakeup, milliseconds).map(PacketSocket.Frame::content);
  }

  @Override
  public void send(byte[] frame) {
    // What a link does not take is lost as it would be on a wire.
    socket.send(frame);
  }

  @Override
  public void end() {
    wakeup.call();
  }

  @Override
  public void close() {
    socket.close();
    wakeup.close();
  }
}
