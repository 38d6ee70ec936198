package jbuild.runner.network.nft;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jbuild.runner.linux.NetlinkMessage;
import jbuild.runner.settings.Network.Port.Protocol;

/**
 * What a packet must be like, and what becomes of it then.
 *
 * @param steps in their order
 * @param comment by which it is found again; empty for none
 */
record Rule(List<Expression> steps, String comment) {
  private static final int LINK_NAME_SIZE = 16;
  private static final byte TCP = 6;
  private static final byte UDP = 17;
  private static final int DESTINATION_PORT_AT = 2;

  /** IP_CT_ESTABLISHED and IP_CT_RELATED, as bits. */
  private static final int KNOWN = 0x2 | 0x4;

  /** IPS_DST_NAT. */
  private static final int REDIRECTED = 0x20;

  /** RTN_LOCAL. */
  private static final int LOCAL = 2;

  Rule {
    steps = List.copyOf(steps);
  }

  /** One for every packet. */
  static Rule always() {
    return new Rule(List.of(), "");
  }

  Rule comesFrom(String link) {
    return and(Expression.meta(Expression.META_IIFNAME), Expression.equal(name(link)));
  }

  Rule comesNotFrom(String link) {
    return and(Expression.meta(Expression.META_IIFNAME), Expression.unequal(name(link)));
  }

  Rule leavesBy(String link) {
    return and(Expression.meta(Expression.META_OIFNAME), Expression.equal(name(link)));
  }

  Rule leavesNotBy(String link) {
    return and(Expression.meta(Expression.META_OIFNAME), Expression.unequal(name(link)));
  }

  /** Without the NUL behind the name it is compared with its beginning only. */
  Rule leavesNotByOneOf(List<String> beginnings) {
    Rule rule = and(Expression.meta(Expression.META_OIFNAME));
    for (String beginning : beginnings) {
      rule = rule.and(Expression.unequal(beginning.getBytes(StandardCharsets.UTF_8)));
    }
    return rule;
  }

  /** For tables that see both. */
  Rule isOf(Family family) {
    byte[] number = {(byte) family.number()};
    return and(Expression.meta(Expression.META_NFPROTO), Expression.equal(number));
  }

  Rule comesFrom(GatewayAddress subnet) {
    return networkOfSource(subnet).and(Expression.equal(subnet.first()));
  }

  Rule comesNotFrom(GatewayAddress subnet) {
    return networkOfSource(subnet).and(Expression.unequal(subnet.first()));
  }

  private Rule networkOfSource(GatewayAddress subnet) {
    boolean old = subnet.family() == Family.IPV4;
    byte[] mask = subnet.mask();
    return and(
        Expression.payload(Expression.NETWORK_HEADER, old ? 12 : 8, mask.length),
        Expression.mask(mask));
  }

  Rule goesTo(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean old = Family.of(address) == Family.IPV4;
    return and(
        Expression.payload(Expression.NETWORK_HEADER, old ? 16 : 24, bytes.length),
        Expression.equal(bytes));
  }

  Rule goesToThisHost() {
    return and(Expression.DESTINATION_TYPE, Expression.equal(Expression.word(LOCAL)));
  }

  Rule goesToPort(Protocol protocol, int port) {
    byte[] number = {protocol == Protocol.TCP ? TCP : UDP};
    return and(
        Expression.meta(Expression.META_L4PROTO),
        Expression.equal(number),
        Expression.payload(Expression.TRANSPORT_HEADER, DESTINATION_PORT_AT, Short.BYTES),
        Expression.equal(Expression.wirePort(port)));
  }

  /** Belongs to a connection that was let through before, or was caused by one. */
  Rule isKnown() {
    return connection(Expression.CT_STATE, KNOWN);
  }

  /** Belongs to a connection that got another destination. */
  Rule isRedirected() {
    return connection(Expression.CT_STATUS, REDIRECTED);
  }

  private Rule connection(int key, int bits) {
    return and(
        Expression.connection(key),
        Expression.mask(Expression.word(bits)),
        Expression.unequal(Expression.word(0)));
  }

  Rule then(Expression last) {
    return and(last);
  }

  Rule redirect(InetAddress address, int port) {
    return and(
        Expression.address(address.getAddress()),
        Expression.port(port),
        Expression.destination(Family.of(address)));
  }

  Rule commented(String text) {
    return new Rule(steps, text);
  }

  private Rule and(Expression... more) {
    List<Expression> all = new ArrayList<>(steps);
    all.addAll(Arrays.asList(more));
    return new Rule(all, comment);
  }

  /** Writes what a message for a new rule says of it. */
  void write(NetlinkMessage message) {
    message.begin(RuleAttributes.EXPRESSIONS);
    for (Expression step : steps) {
      message.begin(RuleAttributes.ELEMENT).text(1, step.name()).begin(2);
      step.data().accept(message);
      message.end().end();
    }
    message.end();
    if (!comment.isEmpty()) {
      message.bytes(RuleAttributes.USER_DATA, RuleAttributes.userData(comment));
    }
  }

  private static byte[] name(String link) {
    byte[] bytes = link.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length >= LINK_NAME_SIZE) {
      throw new IllegalArgumentException("no name of a link: " + link);
    }
    return Arrays.copyOf(bytes, LINK_NAME_SIZE);
  }
}
