package jbuild.runner.network.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What is known here about the names of machines. */
final class MachineAnswers {
  /** A machine that starts again may have another address. */
  private static final int NOT_KEPT = 0;

  private static final int OTHER_SERVERS_INTERVAL = 3600;
  private static final String SUFFIX = "." + MachineNames.DOMAIN;
  private static final Name IPV4_REVERSE = Name.fromConstantString("in-addr.arpa.");
  private static final Name IPV6_REVERSE = Name.fromConstantString("ip6.arpa.");
  private static final Name DOMAIN = Name.fromConstantString(MachineNames.DOMAIN + ".");

  private final MachineNames names;

  MachineAnswers(MachineNames names) {
    this.names = names;
  }

  /** Empty when others are to be asked. */
  Optional<Message> to(Query query) {
    int type = query.question().getDClass();
    if (type != DClass.IN && type != DClass.ANY) {
      return Optional.empty();
    }
    Name asked = query.question().getName();
    if (asked.subdomain(IPV4_REVERSE) || asked.subdomain(IPV6_REVERSE)) {
      return owner(asked).map(owner -> reverse(query, owner));
    }
    if (asked.equals(DOMAIN)) {
      return Optional.of(withoutRecords(query, Rcode.NOERROR));
    }
    String name = asked.toString(true).toLowerCase(Locale.ROOT);
    boolean below = name.endsWith(SUFFIX);
    String machine = below ? name.substring(0, name.length() - SUFFIX.length()) : name;
    if (!below && name.contains(".")) {
      // A machine shall not take a name of the Internet from its neighbours.
      return Optional.empty();
    }
    Optional<List<InetAddress>> addresses = names.addressesOf(machine);
    if (addresses.isPresent()) {
      return Optional.of(forward(query, addresses.get()));
    }
    // Nobody else knows of our own domain.
    return below ? Optional.of(withoutRecords(query, Rcode.NXDOMAIN)) : Optional.empty();
  }

  private static Message forward(Query query, List<InetAddress> addresses) {
    Message reply = own(query);
    Name name = query.question().getName();
    for (InetAddress address : addresses) {
      boolean v4 = address instanceof Inet4Address;
      if (wants(query, v4 ? Type.A : Type.AAAA)) {
        reply.addRecord(
            v4
                ? new ARecord(name, DClass.IN, NOT_KEPT, address)
                : new AAAARecord(name, DClass.IN, NOT_KEPT, address),
            Section.ANSWER);
      }
    }
    return reply.getSection(Section.ANSWER).isEmpty()
        ? withoutRecords(query, Rcode.NOERROR)
        : reply;
  }

  private Optional<Name> owner(Name reverse) {
    try {
      Optional<String> name = names.nameOf(ReverseMap.fromName(reverse));
      return name.isPresent() ? Optional.of(full(name.get())) : Optional.empty();
    } catch (UnknownHostException | TextParseException e) {
      // Less than an address, for example a question for the servers of a whole network.
      return Optional.empty();
    }
  }

  private static Name full(String name) throws TextParseException {
    return new Name(name, name.contains(".") ? DOMAIN : Name.root);
  }

  private static Message reverse(Query query, Name owner) {
    if (!wants(query, Type.PTR)) {
      return withoutRecords(query, Rcode.NOERROR);
    }
    Message reply = own(query);
    Name name = query.question().getName();
    reply.addRecord(new PTRRecord(name, DClass.IN, NOT_KEPT, owner), Section.ANSWER);
    return reply;
  }

  private static boolean wants(Query query, int type) {
    int wanted = query.question().getType();
    return wanted == type || wanted == Type.ANY;
  }

  /** RFC 2308 wants to be told how long nothing stays nothing. */
  private static Message withoutRecords(Query query, int code) {
    Message reply = own(query);
    reply.getHeader().setRcode(code);
    Name asked = query.question().getName();
    Name zone = asked.subdomain(DOMAIN) ? DOMAIN : asked;
    SOARecord authority =
        new SOARecord(
            zone,
            DClass.IN,
            NOT_KEPT,
            zone,
            Name.root,
            1,
            OTHER_SERVERS_INTERVAL,
            OTHER_SERVERS_INTERVAL,
            OTHER_SERVERS_INTERVAL,
            NOT_KEPT);
    reply.addRecord(authority, Section.AUTHORITY);
    return reply;
  }

  private static Message own(Query query) {
    Message reply = Replies.to(query);
    reply.getHeader().setFlag(Flags.AA);
    return reply;
  }
}
