package jbuild.runner.network.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The names that are answered here, as they are now; asked on the forwarder's thread. */
public interface MachineNames {
  /**
   * Each name is also answered below this domain, and one with dots in it only there, for resolvers
   * that ask nobody for single words: systemd-resolved(8) does so only when a domain to search is
   * given. ICANN keeps it for such use.
   */
  String DOMAIN = "jbuild.internal";

  /** Nobody has a name. */
  MachineNames NONE =
      new MachineNames() {
        @Override
        public Optional<List<InetAddress>> addressesOf(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<String> nameOf(InetAddress address) {
          return Optional.empty();
        }
      };

  /**
   * What a name stands for; empty when nobody has it, an empty list when its owner has no address.
   *
   * @param name in lower case, without the domain and a dot at the end
   */
  Optional<List<InetAddress>> addressesOf(String name);

  /** The name of whoever has the address, without the domain. */
  Optional<String> nameOf(InetAddress address);
}
