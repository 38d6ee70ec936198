package jbuild.builder.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A POSIX access control list: bytes for the kernel, text for tar. */
record AccessList(List<Entry> entries) {
  private static final int VERSION = 2;
  private static final int SIZE_OF_ENTRY = 8;
  private static final int NOBODY = -1;

  /** The number above is nobody's: see chown(2). */
  private static final long LARGEST = 0xfffffffeL;

  private enum Tag {
    USER_OBJ(0x01, "user"),
    USER(0x02, "user"),
    GROUP_OBJ(0x04, "group"),
    GROUP(0x08, "group"),
    MASK(0x10, "mask"),
    OTHER(0x20, "other");

    private final int bits;
    private final String word;

    Tag(int bits, String word) {
      this.bits = bits;
      this.word = word;
    }

    static Optional<Tag> of(int bits) {
      return List.of(values()).stream().filter(tag -> tag.bits == bits).findFirst();
    }

    boolean isNamed() {
      return this == USER || this == GROUP;
    }
  }

  /** What one user, group or kind of users may do; the id counts for named ones only. */
  private record Entry(Tag tag, int permissions, int id) {
    String text() {
      String who = tag.isNamed() ? Integer.toUnsignedString(id) : "";
      String may =
          ((permissions & 4) == 0 ? "-" : "r")
              + ((permissions & 2) == 0 ? "-" : "w")
              + ((permissions & 1) == 0 ? "-" : "x");
      return tag.word + ":" + who + ":" + may;
    }
  }

  // The fourth part is star's: the number that belongs to a name.
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*(u|user|g|group|m|mask|o|other):([^:]*):([r-][w-][x-])(?::(\\d{1,10}))?\\s*");

  AccessList {
    entries = List.copyOf(entries);
  }

  /** Empty when the bytes are none that Linux writes. */
  static Optional<AccessList> ofBytes(byte[] xattr) {
    ByteBuffer bytes = ByteBuffer.wrap(xattr).order(ByteOrder.LITTLE_ENDIAN);
    boolean isWhole = xattr.length % SIZE_OF_ENTRY == Integer.BYTES;
    if (!isWhole || bytes.getInt() != VERSION) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    while (bytes.hasRemaining()) {
      Optional<Tag> tag = Tag.of(bytes.getShort());
      int permissions = bytes.getShort();
      int id = bytes.getInt();
      if (tag.isEmpty()) {
        return Optional.empty();
      }
      entries.add(new Entry(tag.get(), permissions, id));
    }
    return Optional.of(new AccessList(entries));
  }

  byte[] bytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES + entries.size() * SIZE_OF_ENTRY)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(VERSION);
    for (Entry entry : entries) {
      bytes.putShort((short) entry.tag().bits);
      bytes.putShort((short) entry.permissions());
      bytes.putInt(entry.id());
    }
    return bytes.array();
  }

  /** Empty when an entry has a name without a number: names mean others on other machines. */
  static Optional<AccessList> ofText(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.split("[,\\n]")) {
      Matcher matcher = ENTRY.matcher(line.replaceFirst("#.*", ""));
      if (!matcher.matches()) {
        return Optional.empty();
      }
      Optional<Integer> id = id(matcher.group(2), Optional.ofNullable(matcher.group(4)));
      if (id.isEmpty()) {
        return Optional.empty();
      }
      Tag tag = tag(matcher.group(1).charAt(0), matcher.group(2).isEmpty());
      entries.add(new Entry(tag, permissions(matcher.group(3)), id.get()));
    }
    return Optional.of(new AccessList(entries));
  }

  private static Tag tag(char letter, boolean unnamed) {
    return switch (letter) {
      case 'u' -> unnamed ? Tag.USER_OBJ : Tag.USER;
      case 'g' -> unnamed ? Tag.GROUP_OBJ : Tag.GROUP;
      case 'm' -> Tag.MASK;
      default -> Tag.OTHER;
    };
  }

  private static Optional<Integer> id(String name, Optional<String> number) {
    if (name.isEmpty()) {
      return Optional.of(NOBODY);
    }
    String digits = number.orElse(name);
    boolean isId = digits.matches("\\d{1,10}") && Long.parseLong(digits) <= LARGEST;
    return isId ? Optional.of(Integer.parseUnsignedInt(digits)) : Optional.empty();
  }

  private static int permissions(String letters) {
    return (letters.charAt(0) == 'r' ? 4 : 0)
        + (letters.charAt(1) == 'w' ? 2 : 0)
        + (letters.charAt(2) == 'x' ? 1 : 0);
  }

  /** As GNU tar has it; it understands numbers in place of names. */
  String text() {
    return String.join(",", entries.stream().map(Entry::text).toList());
  }
}
