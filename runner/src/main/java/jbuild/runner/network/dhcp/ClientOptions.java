package jbuild.runner.network.dhcp;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.network.packet.IpAddresses;

/** The options of a message, wherever in it they are. */
final class ClientOptions {
  private static final int IN_FILE = 1;
  private static final int IN_SERVER_NAME = 2;

  private final Map<Integer, byte[]> values = new HashMap<>();

  private ClientOptions() {}

  /**
   * Empty when one is longer than what it is in.
   *
   * @param options what follows the header
   * @param serverName a part of the header in which there may be more
   * @param file another one
   */
  static Optional<ClientOptions> parse(ByteBuffer options, ByteBuffer serverName, ByteBuffer file) {
    ClientOptions parsed = new ClientOptions();
    boolean whole = parsed.read(options);
    int elsewhere = parsed.number(OptionCode.OVERLOAD, 0);
    if (whole && (elsewhere & IN_FILE) != 0) {
      whole = parsed.read(file);
    }
    if (whole && (elsewhere & IN_SERVER_NAME) != 0) {
      whole = parsed.read(serverName);
    }
    return whole ? Optional.of(parsed) : Optional.empty();
  }

  private boolean read(ByteBuffer bytes) {
    int at = 0;
    while (at < bytes.capacity()) {
      int code = Byte.toUnsignedInt(bytes.get(at));
      at++;
      if (code == OptionCode.END) {
        return true;
      }
      if (code != OptionCode.PAD) {
        int length = at < bytes.capacity() ? Byte.toUnsignedInt(bytes.get(at)) : 0;
        if (at + 1 + length > bytes.capacity()) {
          return false;
        }
        add(code, bytes, at + 1, length);
        at += 1 + length;
      }
    }
    // Some clients forget the end.
    return true;
  }

  /** What does not fit into one option goes on in the next one of the same code; see RFC 3396. */
  private void add(int code, ByteBuffer bytes, int at, int length) {
    byte[] before = values.getOrDefault(code, new byte[0]);
    byte[] value = Arrays.copyOf(before, before.length + length);
    bytes.get(at, value, before.length, length);
    values.put(code, value);
  }

  boolean has(int code) {
    return values.containsKey(code);
  }

  /** A copy; empty also where there is none. */
  byte[] bytes(int code) {
    return values.getOrDefault(code, new byte[0]).clone();
  }

  /** Of one byte or two; the fallback also where it has another length. */
  int number(int code, int fallback) {
    byte[] value = bytes(code);
    return switch (value.length) {
      case Byte.BYTES -> Byte.toUnsignedInt(value[0]);
      case Short.BYTES -> Short.toUnsignedInt(ByteBuffer.wrap(value).getShort());
      default -> fallback;
    };
  }

  /** Empty also where it has another length. */
  Optional<Inet4Address> address(int code) {
    byte[] value = bytes(code);
    return value.length == Integer.BYTES
        ? Optional.of(IpAddresses.v4(ByteBuffer.wrap(value).getInt()))
        : Optional.empty();
  }
}
