package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Attributes that the kernel has sent, in their order. What is too short for its own length, or for
 * the number asked for, is as if it were not there.
 */
public final class NetlinkAttributes {
  private static final int TYPE_MASK = 0x3fff;

  private final List<Attribute> attributes = new ArrayList<>();

  private record Attribute(int type, byte[] value) {}

  NetlinkAttributes(byte[] bytes, int start) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int at = start;
    while (at + NetlinkMessage.ATTRIBUTE_HEADER <= bytes.length) {
      int length = Short.toUnsignedInt(buffer.getShort(at));
      int type = buffer.getShort(at + Short.BYTES) & TYPE_MASK;
      if (length < NetlinkMessage.ATTRIBUTE_HEADER || at + length > bytes.length) {
        return;
      }
      byte[] value = new byte[length - NetlinkMessage.ATTRIBUTE_HEADER];
      buffer.get(at + NetlinkMessage.ATTRIBUTE_HEADER, value);
      attributes.add(new Attribute(type, value));
      at += length + Integer.BYTES - 1 & -Integer.BYTES;
    }
  }

  /** Those that stand in a value with a header of its own, after that. */
  public static NetlinkAttributes of(byte[] bytes) {
    return new NetlinkAttributes(bytes, 0);
  }

  public boolean has(int type) {
    for (Attribute attribute : attributes) {
      if (attribute.type == type) {
        return true;
      }
    }
    return false;
  }

  /** A copy of the value; empty also where there is none. */
  public byte[] bytes(int type) {
    for (Attribute attribute : attributes) {
      if (attribute.type == type) {
        return attribute.value.clone();
      }
    }
    return new byte[0];
  }

  /** The text before its first NUL, or the fallback. */
  public String text(int type, String fallback) {
    if (!has(type)) {
      return fallback;
    }
    return text(bytes(type));
  }

  /** All texts of the type, as alternative names come. */
  public List<String> texts(int type) {
    List<String> texts = new ArrayList<>();
    for (Attribute attribute : attributes) {
      if (attribute.type == type) {
        texts.add(text(attribute.value));
      }
    }
    return List.copyOf(texts);
  }

  public int u8(int type, int fallback) {
    byte[] value = bytes(type);
    return value.length < Byte.BYTES ? fallback : Byte.toUnsignedInt(value[0]);
  }

  public int u16(int type, int fallback) {
    byte[] value = bytes(type);
    return value.length < Short.BYTES ? fallback : Short.toUnsignedInt(host(value).getShort());
  }

  public int u32(int type, int fallback) {
    byte[] value = bytes(type);
    return value.length < Integer.BYTES ? fallback : host(value).getInt();
  }

  public long u64(int type, long fallback) {
    byte[] value = bytes(type);
    return value.length < Long.BYTES ? fallback : host(value).getLong();
  }

  /** The first byte of the most weight, as on the wire and everywhere in nf_tables. */
  public int big16(int type, int fallback) {
    byte[] value = bytes(type);
    return value.length < Short.BYTES
        ? fallback
        : Short.toUnsignedInt(ByteBuffer.wrap(value).getShort());
  }

  public int big32(int type, int fallback) {
    byte[] value = bytes(type);
    return value.length < Integer.BYTES ? fallback : ByteBuffer.wrap(value).getInt();
  }

  public long big64(int type, long fallback) {
    byte[] value = bytes(type);
    return value.length < Long.BYTES ? fallback : ByteBuffer.wrap(value).getLong();
  }

  /** What is inside of an attribute; nothing where there is none. */
  public NetlinkAttributes nested(int type) {
    return new NetlinkAttributes(bytes(type), 0);
  }

  /** What is inside of each attribute of a type: the elements of a list. */
  public List<NetlinkAttributes> all(int type) {
    List<NetlinkAttributes> all = new ArrayList<>();
    for (Attribute attribute : attributes) {
      if (attribute.type == type) {
        all.add(new NetlinkAttributes(attribute.value, 0));
      }
    }
    return List.copyOf(all);
  }

  private static String text(byte[] value) {
    int end = 0;
    while (end < value.length && value[end] != 0) {
      end++;
    }
    return new String(value, 0, end, StandardCharsets.UTF_8);
  }

  private static ByteBuffer host(byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
  }
}
