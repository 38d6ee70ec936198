package jbuild.runner.network.link;

import java.net.InetAddress;
import java.util.Objects;

/**
 * An address of a link as it was when the kernel was asked.
 *
 * @param link the index of the link
 * @param length how many bits of the address are its network's
 * @param scope how far it counts, of rtnetlink(7): 0 everywhere, 253 on the link, 254 on the host
 * @param flags {@code IFA_F_} of {@code linux/if_addr.h}
 */
public record LinkAddress(int link, InetAddress address, int length, int scope, int flags) {
  /** Is used at once, without asking others on the link whether they have it; IPv6 only. */
  public static final int NO_DUPLICATE_DETECTION = 0x02;

  /** Brings no route to its network. */
  public static final int NO_PREFIX_ROUTE = 0x200;

  private static final int TEMPORARY = 0x01;
  private static final int DUPLICATE = 0x08;
  private static final int DEPRECATED = 0x20;
  private static final int TENTATIVE = 0x40;

  public LinkAddress {
    Objects.requireNonNull(address);
  }

  public Prefix prefix() {
    return new Prefix(address, length);
  }

  public boolean isGlobal() {
    return scope == 0;
  }

  /** Whether connections can be made to it: neither still being tried nor refused. */
  public boolean isUsable() {
    return (flags & (TENTATIVE | DUPLICATE)) == 0;
  }

  /** Whether it is one that others should be told of. */
  public boolean isPreferred() {
    return isUsable() && (flags & (DEPRECATED | TEMPORARY)) == 0;
  }
}
