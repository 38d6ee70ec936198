package jbuild.runner.network.nft;

import java.net.InetAddress;

/**
 * The host's address on a link, for example {@code 10.9.8.1/28}: the subnet is that of the machines
 * behind it.
 */
public record GatewayAddress(InetAddress address, int prefix) {
  public GatewayAddress {
    if (prefix < 0 || prefix > Byte.SIZE * address.getAddress().length) {
      throw new IllegalArgumentException("no prefix: " + prefix);
    }
  }

  public Family family() {
    return Family.of(address);
  }

  byte[] mask() {
    byte[] mask = new byte[address.getAddress().length];
    for (int bit = 0; bit < prefix; bit++) {
      mask[bit / Byte.SIZE] |= (byte) (0x80 >>> bit % Byte.SIZE);
    }
    return mask;
  }

  /** The subnet's own address. */
  byte[] first() {
    byte[] first = address.getAddress();
    byte[] mask = mask();
    for (int i = 0; i < first.length; i++) {
      first[i] &= mask[i];
    }
    return first;
  }
}
