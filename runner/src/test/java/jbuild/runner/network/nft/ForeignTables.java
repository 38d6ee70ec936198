package jbuild.runner.network.nft;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkMessage;

/** Tables as the firewalls of others make them, in the namespace of the thread. */
final class ForeignTables {
  private final List<NetlinkMessage> messages = new ArrayList<>();

  ForeignTables() {
    messages.add(Subsystem.batch(0x10));
  }

  ForeignTables table(Family family, String name) {
    messages.add(message(0, family).text(1, name));
    return this;
  }

  ForeignTables chain(Family family, String table, String name) {
    messages.add(message(3, family).text(1, table).text(3, name));
    return this;
  }

  /** One of the type filter. */
  ForeignTables chain(Family family, String table, String name, Hook hook, boolean drops) {
    NetlinkMessage message = message(3, family).text(1, table).text(3, name);
    message.begin(4).big32(1, hook.ordinal()).big32(2, 0).end();
    messages.add(message.big32(5, drops ? 0 : 1).text(7, "filter"));
    return this;
  }

  ForeignTables jump(Family family, String table, String from, String to) {
    Expression jump =
        new Expression(
            "immediate",
            data -> data.big32(1, 0).begin(2).begin(2).big32(1, -3).text(2, to).end().end());
    NetlinkMessage message = message(6, family).text(1, table).text(2, from);
    Rule.always().then(jump).write(message);
    messages.add(message);
    return this;
  }

  void make() {
    messages.add(Subsystem.batch(0x11));
    try (Netlink netlink = Netlink.open(NetlinkFamily.NETFILTER)) {
      netlink.batch(messages, "make tables");
    }
  }

  private static NetlinkMessage message(int type, Family family) {
    return Subsystem.message(type, NetlinkMessage.CREATE, family.number());
  }
}
