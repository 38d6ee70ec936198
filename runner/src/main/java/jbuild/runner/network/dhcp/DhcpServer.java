package jbuild.runner.network.dhcp;

import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.PacketFilter.Condition;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.packet.DomainNames;
import jbuild.runner.network.packet.IpAddresses;
import jbuild.runner.network.packet.Protocol;
import jbuild.runner.network.packet.UdpDatagram;

/**
 * Gives one machine the lease that is its own; see RFC 2131.
 *
 * <p>Whoever asks gets it, whatever the address of the card: at the other end of the link is nobody
 * but the machine, which may ask from a bridge of its own or have changed the address. So there is
 * nothing to remember: what was declined or released is offered again.
 */
public final class DhcpServer implements Protocol {
  private static final int SERVER_PORT = 67;
  private static final int CLIENT_PORT = 68;
  private static final Inet4Address ALL = IpAddresses.v4(-1);
  private static final byte[] NOT_YOURS =
      "another address is yours".getBytes(StandardCharsets.US_ASCII);

  private final Lease lease;
  private final MacAddress gateway;

  /**
   * @param gateway the address of the link that has the lease's gateway
   */
  public DhcpServer(Lease lease, MacAddress gateway) {
    this.lease = lease;
    this.gateway = gateway;
  }

  @Override
  public List<Condition> wanted() {
    return UdpDatagram.to(SERVER_PORT);
  }

  @Override
  public Optional<byte[]> answer(byte[] frame) {
    Optional<UdpDatagram> datagram = UdpDatagram.parse(frame);
    if (datagram.isEmpty() || !isForUs(datagram.get().receiver())) {
      return Optional.empty();
    }
    Optional<ClientMessage> message = ClientMessage.parse(datagram.get().content());
    if (message.isEmpty()) {
      return Optional.empty();
    }
    return typeOfAnswer(message.get()).map(type -> frame(message.get(), type));
  }

  private boolean isForUs(UdpDatagram.Party receiver) {
    Inet4Address address = receiver.address();
    return receiver.port() == SERVER_PORT
        && (address.equals(ALL)
            || address.equals(lease.gateway())
            || address.equals(lease.broadcast()));
  }

  private Optional<MessageType> typeOfAnswer(ClientMessage message) {
    Optional<Inet4Address> server = message.server();
    if (server.isPresent() && !server.get().equals(lease.gateway())) {
      return Optional.empty();
    }
    return switch (message.type()) {
      case DISCOVER ->
          Optional.of(
              message.options().has(OptionCode.RAPID_COMMIT) ? MessageType.ACK : MessageType.OFFER);
      case REQUEST ->
          message
              .wanted()
              .map(wanted -> wanted.equals(lease.address()) ? MessageType.ACK : MessageType.NAK);
      case INFORM -> Optional.of(MessageType.ACK);
      default -> Optional.empty();
    };
  }

  private byte[] frame(ClientMessage asked, MessageType type) {
    ServerMessage answer = new ServerMessage(asked, lease.mtu());
    answer.put(OptionCode.MESSAGE_TYPE, type.number());
    answer.put(OptionCode.SERVER, lease.gateway());
    if (asked.options().has(OptionCode.CLIENT)) {
      // RFC 6842: clients with several identities tell answers by it.
      answer.put(OptionCode.CLIENT, asked.options().bytes(OptionCode.CLIENT));
    }
    if (type == MessageType.NAK) {
      answer.put(OptionCode.MESSAGE, NOT_YOURS);
    } else {
      // An address that somebody else gave has a time that somebody else knows.
      if (asked.type() != MessageType.INFORM) {
        give(answer);
      }
      if (asked.type() == MessageType.DISCOVER && type == MessageType.ACK) {
        answer.put(OptionCode.RAPID_COMMIT);
      }
      asked.address().ifPresent(answer::confirm);
      describe(answer, asked);
    }
    return new UdpDatagram(
            new UdpDatagram.Party(gateway, lease.gateway(), SERVER_PORT),
            receiver(asked, type),
            answer.end())
        .frame();
  }

  private void give(ServerMessage answer) {
    long seconds = lease.seconds();
    answer.give(lease.address());
    answer.putSeconds(OptionCode.SECONDS, seconds);
    answer.putSeconds(OptionCode.RENEWAL, seconds / 2);
    answer.putSeconds(OptionCode.REBINDING, seconds * 7 / 8);
  }

  /** What a machine can do without comes last: there may be no room for it. */
  private void describe(ServerMessage answer, ClientMessage asked) {
    answer.put(OptionCode.SUBNET_MASK, lease.mask());
    if (asked.asks(OptionCode.ROUTES)) {
      // It has to come before the router, which whoever takes this has to leave alone: RFC 3442.
      answer.put(OptionCode.ROUTES, defaultRoute());
    }
    if (asked.asks(OptionCode.ROUTER)) {
      answer.put(OptionCode.ROUTER, lease.gateway());
    }
    if (asked.asks(OptionCode.RESOLVERS)) {
      answer.put(OptionCode.RESOLVERS, lease.resolvers());
    }
    if (asked.asks(OptionCode.MTU)) {
      answer.put(OptionCode.MTU, (byte) (lease.mtu() >> Byte.SIZE), (byte) lease.mtu());
    }
    if (asked.asks(OptionCode.BROADCAST)) {
      answer.put(OptionCode.BROADCAST, lease.broadcast());
    }
    if (asked.asks(OptionCode.HOST_NAME) && lease.hostName().isPresent()) {
      answer.put(OptionCode.HOST_NAME, ascii(lease.hostName().get()));
    }
    if (asked.asks(OptionCode.DOMAIN) && !lease.domains().isEmpty()) {
      answer.put(OptionCode.DOMAIN, ascii(lease.domains().get(0)));
    }
    if (asked.asks(OptionCode.SEARCH) && !lease.domains().isEmpty()) {
      answer.put(OptionCode.SEARCH, DomainNames.encode(lease.domains()));
    }
  }

  /** The length of the prefix, none of its bytes, and the gateway. */
  private byte[] defaultRoute() {
    byte[] gatewayBytes = lease.gateway().getAddress();
    byte[] route = new byte[1 + gatewayBytes.length];
    System.arraycopy(gatewayBytes, 0, route, 1, gatewayBytes.length);
    return route;
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  /** RFC 2131, section 4.1. A client without an address hears us at its card's. */
  private UdpDatagram.Party receiver(ClientMessage asked, MessageType type) {
    boolean known = asked.address().isPresent();
    boolean toAll =
        type == MessageType.NAK
            || !known && (asked.broadcast() || asked.type() == MessageType.INFORM);
    return toAll
        ? new UdpDatagram.Party(MacAddress.BROADCAST, ALL, CLIENT_PORT)
        : new UdpDatagram.Party(
            asked.hardware(), asked.address().orElse(lease.address()), CLIENT_PORT);
  }
}
