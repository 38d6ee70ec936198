package jbuild.runner.network.ra;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.linux.PacketFilter.Condition;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.packet.Ethernet;
import jbuild.runner.network.packet.IcmpMessage;
import jbuild.runner.network.packet.IpAddresses;
import jbuild.runner.network.packet.Protocol;

/**
 * The router of one machine: says what is advertised when the machine asks, and from time to time;
 * see RFC 4861, section 6.2.
 *
 * <p>Answers do not wait for a random time: there is neither a second router nor a second machine
 * to hear them.
 */
public final class RouterAdvertiser implements Protocol {
  private static final Inet6Address ALL_NODES =
      IpAddresses.v6(new byte[] {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  /** What that address is sent to; see RFC 2464. */
  private static final MacAddress ALL_LINKS = new MacAddress(0x3333_0000_0001L);

  private static final int SOLICITATION = 133;
  private static final int SOLICITATION_LENGTH = 8;
  private static final byte SOURCE_OPTION = 1;
  private static final int UNIT = 8;

  private static final int FIRST_ONES = 3;
  private static final Duration BETWEEN_FIRST_ONES = Duration.ofSeconds(4);
  private static final int SHORTEST_PAUSE = 200;
  private static final int LONGEST_PAUSE = 600;

  private final RouterMessage message;
  private final IcmpMessage.Party gateway;
  private int announced;

  public RouterAdvertiser(Advertisement advertisement) {
    message = new RouterMessage(advertisement);
    gateway = new IcmpMessage.Party(advertisement.mac(), advertisement.gateway());
  }

  @Override
  public List<Condition> wanted() {
    return IcmpMessage.of(SOLICITATION);
  }

  @Override
  public Optional<byte[]> answer(byte[] frame) {
    Optional<IcmpMessage> asked = IcmpMessage.parse(frame);
    if (asked.isEmpty() || !isSolicitation(asked.get())) {
      return Optional.empty();
    }
    // Without an address yet it is addressed as everybody.
    IcmpMessage.Party sender = asked.get().sender();
    boolean nameless = sender.address().isAnyLocalAddress();
    return Optional.of(frame(nameless ? everybody() : sender, message.alive()));
  }

  private static boolean isSolicitation(IcmpMessage asked) {
    ByteBuffer content = asked.content();
    IcmpMessage.Party sender = asked.sender();
    boolean nameless = sender.address().isAnyLocalAddress();
    if (Byte.toUnsignedInt(content.get(0)) != SOLICITATION
        || content.get(1) != 0
        || content.capacity() < SOLICITATION_LENGTH
        || !Ethernet.isOfOne(sender.mac())
        || sender.address().isMulticastAddress()) {
      return false;
    }
    int at = SOLICITATION_LENGTH;
    while (at + 1 < content.capacity()) {
      int length = Byte.toUnsignedInt(content.get(at + 1)) * UNIT;
      if (length == 0 || nameless && content.get(at) == SOURCE_OPTION) {
        return false;
      }
      at += length;
    }
    return at == content.capacity();
  }

  /** The first ones come soon, for machines that wait instead of asking. */
  @Override
  public Optional<Announcement> announce() {
    announced = Math.min(announced + 1, FIRST_ONES);
    int seconds = ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE, LONGEST_PAUSE);
    Duration pause = announced < FIRST_ONES ? BETWEEN_FIRST_ONES : Duration.ofSeconds(seconds);
    return Optional.of(new Announcement(frame(everybody(), message.alive()), pause));
  }

  @Override
  public Optional<byte[]> farewell() {
    return Optional.of(frame(everybody(), message.ended()));
  }

  private static IcmpMessage.Party everybody() {
    return new IcmpMessage.Party(ALL_LINKS, ALL_NODES);
  }

  private byte[] frame(IcmpMessage.Party receiver, ByteBuffer content) {
    return new IcmpMessage(gateway, receiver, content).frame();
  }
}
