package jbuild.builder.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.FileStatus.Device;

/** All that precedes the content of one member: the last word on each of its properties counts. */
final class MemberHeader {
  private static final byte[] POSIX = "ustar\0".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern TIME = Pattern.compile("(-?)(\\d{1,15})(?:\\.(\\d{1,20}))?");
  private static final long LARGEST_ID = 0xFFFF_FFFEL;
  private static final int LARGEST_MAJOR = 0xFFF;
  private static final int LARGEST_MINOR = 0xF_FFFF;
  private static final int PERMISSIONS = 07777;
  private static final int LONGEST_TARGET = 4095;
  private static final int NANO_DIGITS = 9;
  private static final int NANOSECONDS = 1_000_000_000;

  private PaxRecords records = new PaxRecords();
  private Optional<byte[]> longPath = Optional.empty();
  private Optional<byte[]> longTarget = Optional.empty();

  void extend(PaxRecords more) {
    records = more;
  }

  /** A global header changes all members that follow: only a comment has no effect. */
  void checkGlobal(PaxRecords global) {
    for (BytePath keyword : global.all().keySet()) {
      if (!keyword.equals(BytePath.of("comment"))) {
        throw new BadArchive("a global header sets " + keyword + " of all that follows");
      }
    }
  }

  void longPath(byte[] text) {
    longPath = Optional.of(untilNul(text));
  }

  void longTarget(byte[] text) {
    longTarget = Optional.of(untilNul(text));
  }

  private static byte[] untilNul(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return Arrays.copyOf(text, end);
  }

  /** How many bytes follow the header. */
  long stored(TarBlock block) {
    return number("size", block.number(TarBlock.LENGTH), Long.MAX_VALUE);
  }

  /** The size with holes, of a file whose map precedes its data. */
  Optional<Long> sparseSize() {
    if (records.isEmpty()) {
      return Optional.empty();
    }
    if (records.get("GNU.sparse.major").isPresent()) {
      boolean known =
          number("GNU.sparse.major", 0, Long.MAX_VALUE) == 1
              && number("GNU.sparse.minor", -1, Long.MAX_VALUE) == 0;
      if (known && records.get("GNU.sparse.realsize").isPresent()) {
        return Optional.of(number("GNU.sparse.realsize", 0, Long.MAX_VALUE));
      }
    }
    boolean other =
        records.all().keySet().stream()
            .anyMatch(keyword -> keyword.toString().startsWith("GNU.sparse."));
    if (other) {
      throw new BadArchive("a file with holes is stored in a way that GNU tar has given up");
    }
    return Optional.empty();
  }

  Member member(TarBlock block) {
    byte[] name = path(block);
    MemberType type = type(block.type(), name);
    Time time = time(block);
    return new Member(
        MemberPath.of(name).relative(),
        type,
        target(type, block),
        (int) block.number(TarBlock.MODE) & PERMISSIONS,
        number("uid", block.number(TarBlock.UID), LARGEST_ID),
        number("gid", block.number(TarBlock.GID), LARGEST_ID),
        stored(block),
        time.seconds(),
        time.nanoseconds(),
        device(type, block),
        Optional.empty(),
        xattrs());
  }

  /** The member, now that its map has been read. */
  static Member withHoles(Member member, SparseMap map) {
    return new Member(
        member.path(),
        member.type(),
        member.target(),
        member.mode(),
        member.uid(),
        member.gid(),
        map.size(),
        member.seconds(),
        member.nanoseconds(),
        member.device(),
        Optional.of(map),
        member.xattrs());
  }

  private byte[] path(TarBlock block) {
    return records
        .get("GNU.sparse.name")
        .or(() -> records.get("path"))
        .or(() -> longPath)
        .orElseGet(() -> shortPath(block));
  }

  private static byte[] shortPath(TarBlock block) {
    byte[] name = block.text(TarBlock.NAME);
    byte[] prefix = block.text(TarBlock.PREFIX);
    byte[] magic = Arrays.copyOf(block.text(TarBlock.MAGIC), POSIX.length);
    // GNU tar has other things than a prefix there, and another magic.
    boolean joined = prefix.length > 0 && Arrays.equals(magic, POSIX);
    return joined ? BytePath.of(prefix).slash(BytePath.of(name)).bytes() : name;
  }

  private static MemberType type(char flag, byte[] name) {
    boolean endsWithSlash = name.length > 0 && name[name.length - 1] == '/';
    return switch (flag) {
      case 0, '0', '7' -> endsWithSlash ? MemberType.DIRECTORY : MemberType.REGULAR;
      case 'S' -> MemberType.REGULAR;
      default ->
          MemberType.of(flag)
              .orElseThrow(() -> new BadArchive("a member is of the unknown type " + (int) flag));
    };
  }

  private BytePath target(MemberType type, TarBlock block) {
    if (type != MemberType.LINK && type != MemberType.HARD_LINK) {
      return BytePath.of("");
    }
    byte[] target =
        records.get("linkpath").or(() -> longTarget).orElseGet(() -> block.text(TarBlock.TARGET));
    if (target.length == 0 || target.length > LONGEST_TARGET) {
      throw new BadArchive("a link in it has a target that no link can have");
    }
    return type == MemberType.LINK ? MemberPath.name(target) : MemberPath.of(target).relative();
  }

  private static Device device(MemberType type, TarBlock block) {
    if (type != MemberType.CHARACTER_DEVICE && type != MemberType.BLOCK_DEVICE) {
      return new Device(0, 0);
    }
    long major = block.number(TarBlock.MAJOR);
    long minor = block.number(TarBlock.MINOR);
    if (major < 0 || major > LARGEST_MAJOR || minor < 0 || minor > LARGEST_MINOR) {
      throw new BadArchive("a device in it has a number that no device has");
    }
    return new Device((int) major, (int) minor);
  }

  private Map<BytePath, byte[]> xattrs() {
    if (records.isEmpty()) {
      return Map.of();
    }
    Map<BytePath, byte[]> xattrs = new TreeMap<>();
    records
        .all()
        .forEach(
            (keyword, value) ->
                Attribute.decode(keyword, value)
                    .ifPresent(xattr -> xattrs.put(xattr.getKey(), xattr.getValue())));
    return xattrs;
  }

  private long number(String keyword, long header, long largest) {
    long number = text(keyword).map(text -> number(keyword, text)).orElse(header);
    if (number < 0 || number > largest) {
      throw new BadArchive("the " + keyword + " of a member is out of range");
    }
    return number;
  }

  private static long number(String keyword, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new BadArchive("the " + keyword + " of a member is no number");
    }
    return Long.parseLong(text);
  }

  private Optional<String> text(String keyword) {
    return records.get(keyword).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** A moment, its nanoseconds counted forward. */
  private record Time(long seconds, int nanoseconds) {}

  private Time time(TarBlock block) {
    Optional<String> text = text("mtime");
    if (text.isEmpty()) {
      return new Time(block.number(TarBlock.TIME), 0);
    }
    Matcher matcher = TIME.matcher(text.get());
    if (!matcher.matches()) {
      throw new BadArchive("the mtime of a member is no time");
    }
    long seconds = Long.parseLong(matcher.group(2));
    String digits = Optional.ofNullable(matcher.group(3)).orElse("") + "0".repeat(NANO_DIGITS);
    int nanoseconds = Integer.parseInt(digits.substring(0, NANO_DIGITS));
    if (matcher.group(1).isEmpty()) {
      return new Time(seconds, nanoseconds);
    }
    return nanoseconds == 0
        ? new Time(-seconds, 0)
        : new Time(-seconds - 1, NANOSECONDS - nanoseconds);
  }
}
