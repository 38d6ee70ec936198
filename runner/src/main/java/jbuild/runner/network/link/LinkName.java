package jbuild.runner.network.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import jbuild.runner.SipHash24;

/**
 * What a link of a machine is called, exactly as systemd-nspawn(1) calls it.
 *
 * @param name what the kernel takes: at most 15 bytes
 * @param alternative the whole name, where that is longer and the kernel takes it as a second one
 */
public record LinkName(String name, Optional<String> alternative) {
  /** IFNAMSIZ of linux/if.h, less the zero at the end. */
  public static final int LONGEST = 15;

  /** ALTIFNAMSIZ, likewise. */
  public static final int LONGEST_ALTERNATIVE = 127;

  /** What the first link inside of a machine is called. */
  public static final String INSIDE = "host0";

  private static final byte[] KEY = HexFormat.of().parseHex("e190a404a8ef4b518cccc33a9f11fca2");
  private static final int HASHED = 4;
  private static final int BITS = 6;
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  public LinkName {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > LONGEST) {
      throw new IllegalArgumentException("no name for a link: " + name);
    }
  }

  /** The host's end of a machine's pair. */
  public static LinkName veth(String machine) {
    return fitting("ve-" + machine);
  }

  /** The same, for an end that belongs to a bridge. */
  public static LinkName bridged(String machine) {
    return fitting("vb-" + machine);
  }

  /** The bridge of a zone, whose name is short enough. */
  public static LinkName zone(String zone) {
    return new LinkName("vz-" + zone, Optional.empty());
  }

  /** What a machine calls its macvlan child of a link, unless it was told otherwise. */
  public static LinkName macvlan(String parent) {
    return fitting("mv-" + parent);
  }

  public static LinkName ipvlan(String parent) {
    return fitting("iv-" + parent);
  }

  /**
   * A name that is cut where it is too long; then its last four characters are a hash of the whole,
   * so that names that begin alike stay different.
   */
  public static LinkName fitting(String whole) {
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST) {
      return new LinkName(whole, Optional.empty());
    }
    long hash = SipHash24.of(KEY, bytes);
    ByteBuffer name = ByteBuffer.allocate(LONGEST).put(bytes, 0, LONGEST - HASHED);
    for (int digit = HASHED - 1; digit >= 0; digit--) {
      name.put((byte) DIGITS.charAt((int) (hash >>> digit * BITS) & DIGITS.length() - 1));
    }
    return new LinkName(
        new String(name.array(), StandardCharsets.UTF_8),
        bytes.length <= LONGEST_ALTERNATIVE ? Optional.of(whole) : Optional.empty());
  }

  @Override
  public String toString() {
    return name;
  }
}
