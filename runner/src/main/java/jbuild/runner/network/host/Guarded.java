package jbuild.runner.network.host;

import java.util.List;

/**
 * Links on which the host forwards for machines only: before us it forwarded nothing that came by
 * them, and it should not begin to.
 */
public record Guarded(List<String> ipv4, List<String> ipv6) {
  public Guarded {
    ipv4 = List.copyOf(ipv4);
    ipv6 = List.copyOf(ipv6);
  }
}
