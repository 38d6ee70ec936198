package jbuild.runner.network.link;

import java.util.HexFormat;
import java.util.Optional;

/**
 * The hardware address of an Ethernet link.
 *
 * @param bits the first byte has the most weight
 */
public record MacAddress(long bits) {
  /** What no link has. */
  public static final MacAddress NONE = new MacAddress(0);

  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

  public static final int SIZE = 6;

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
  private static final long GROUP_BIT = 1L << 40;

  public MacAddress {
    if (bits >>> SIZE * Byte.SIZE != 0) {
      throw new IllegalArgumentException("more than six bytes: " + Long.toHexString(bits));
    }
  }

  public static MacAddress of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("six bytes, not " + bytes.length);
    }
    long bits = 0;
    for (byte part : bytes) {
      bits = bits << Byte.SIZE | Byte.toUnsignedLong(part);
    }
    return new MacAddress(bits);
  }

  /**
   * As people write it: six numbers with colons or dashes between them, or three with dots, as
   * systemd takes it.
   */
  public static Optional<MacAddress> parse(String text) {
    char separator = text.indexOf('.') >= 0 ? '.' : text.indexOf('-') >= 0 ? '-' : ':';
    int digits = separator == '.' ? 4 : 2;
    String[] groups = text.split(separator == '.' ? "\\." : String.valueOf(separator), -1);
    if (groups.length * digits != 2 * SIZE) {
      return Optional.empty();
    }
    long bits = 0;
    for (String group : groups) {
      if (group.isEmpty() || group.length() > digits) {
        return Optional.empty();
      }
      for (int i = 0; i < group.length(); i++) {
        if (!HexFormat.isHexDigit(group.charAt(i))) {
          return Optional.empty();
        }
      }
      bits = bits << 4 * digits | HexFormat.fromHexDigits(group);
    }
    return Optional.of(new MacAddress(bits));
  }

  public byte[] bytes() {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) (bits >>> Byte.SIZE * (SIZE - 1 - i));
    }
    return bytes;
  }

  /** Whether it stands for several links. */
  public boolean isGroup() {
    return (bits & GROUP_BIT) != 0;
  }

  /** As {@code ip link} shows it. */
  @Override
  public String toString() {
    return COLONS.formatHex(bytes());
  }
}
