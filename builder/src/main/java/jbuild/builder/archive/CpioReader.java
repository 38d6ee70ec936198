package jbuild.builder.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.FileStatus;

/**
 * Reads members of cpio archives in the "new ASCII" format, with checksums or without:
 * Documentation/driver-api/early-userspace/buffer-format.rst of the kernel.
 *
 * <p>Of several names of a file only the last has its content. It is given first here, and the
 * others follow as links to it.
 */
final class CpioReader implements MemberReader {
  static final int LENGTH_OF_MAGIC = 6;

  private static final String PLAIN = "070701";
  private static final String SUMMED = "070702";
  private static final BytePath END = BytePath.of("TRAILER!!!");
  private static final int LONGEST_NAME = 4096;
  private static final int SKIPPED = 8192;
  private static final BytePath NOTHING = BytePath.of("");

  /** All names of a file have the same. */
  private record Identity(long device, long inode) {}

  private final InputStream in;
  private final Limits limits;
  private final Map<Identity, List<Member>> withoutContent = new LinkedHashMap<>();
  private final Map<Identity, BytePath> made = new HashMap<>();
  private final Queue<Member> links = new ArrayDeque<>();
  private boolean ended;
  private long left;
  private int padding;
  private long members;
  private long bytes;
  private Optional<Long> wantedSum = Optional.empty();
  private long sum;

  CpioReader(InputStream in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** Whether an archive begins so. */
  static boolean reads(byte[] start) {
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    return magic.equals(PLAIN) || magic.equals(SUMMED);
  }

  @Override
  public Optional<Member> next() throws IOException {
    skipContent();
    while (links.isEmpty() && !ended) {
      Optional<Member> member = stored();
      if (member.isPresent()) {
        return member;
      }
    }
    return Optional.ofNullable(links.poll());
  }

  /** The next one of the archive; empty when it has to wait for its content, and at the end. */
  private Optional<Member> stored() throws IOException {
    CpioHeader header = CpioHeader.read(in);
    if (header.nameSize() < 1 || header.nameSize() > LONGEST_NAME) {
      throw new BadArchive("a name in it is longer than Linux can use, or missing");
    }
    BytePath name = name(header);
    if (name.equals(END)) {
      ended = true;
      withoutContent.forEach(this::empty);
      return Optional.empty();
    }
    members++;
    if (members > limits.members()) {
      throw new BadArchive("it has more than " + limits.members() + " members");
    }
    MemberType type = header.type();
    if (header.size() > limits.bytes() - bytes) {
      throw new BadArchive("it expands to more than " + limits.bytes() + " bytes");
    }
    bytes += header.size();
    begin(header);
    Member member = member(name, type, header);
    if (type == MemberType.DIRECTORY || header.links() < 2) {
      return Optional.of(member);
    }
    return named(member, new Identity(header.device(), header.inode()), header.size());
  }

  private Member member(BytePath name, MemberType type, CpioHeader header) throws IOException {
    BytePath target = NOTHING;
    long size = 0;
    if (type == MemberType.LINK) {
      target = target(name, header);
    } else if (type == MemberType.REGULAR) {
      size = header.size();
    } else if (header.size() > 0) {
      throw new BadArchive(name + " has content, but it is no regular file");
    }
    return new Member(
        MemberPath.of(name.bytes()).relative(),
        type,
        target,
        header.mode(),
        header.uid(),
        header.gid(),
        size,
        header.seconds(),
        0,
        header.special(),
        Optional.empty(),
        Map.of());
  }

  private Optional<Member> named(Member member, Identity identity, long size) {
    BytePath first = made.get(identity);
    // Only of regular files the content is left out: all names of a link say where it leads.
    if (first != null && (size == 0 || member.type() == MemberType.LINK)) {
      return Optional.of(link(member, first));
    }
    if (member.type() == MemberType.REGULAR && size == 0) {
      withoutContent.computeIfAbsent(identity, any -> new ArrayList<>()).add(member);
      return Optional.empty();
    }
    made.put(identity, member.path());
    List<Member> others = withoutContent.remove(identity);
    if (others != null) {
      others.forEach(other -> links.add(link(other, member.path())));
    }
    return Optional.of(member);
  }

  /** All names of an empty file: the first one is as good as the last. */
  private void empty(Identity identity, List<Member> names) {
    Member first = names.get(0);
    links.add(first);
    names.subList(1, names.size()).forEach(other -> links.add(link(other, first.path())));
  }

  private static Member link(Member name, BytePath first) {
    return new Member(
        name.path(),
        MemberType.HARD_LINK,
        first,
        name.mode(),
        name.uid(),
        name.gid(),
        0,
        name.seconds(),
        0,
        new FileStatus.Device(0, 0),
        Optional.empty(),
        Map.of());
  }

  private BytePath name(CpioHeader header) throws IOException {
    byte[] text = bytes((int) header.nameSize());
    int length = text.length - 1;
    if (text[length] != 0) {
      throw new BadArchive("a name in it does not end");
    }
    skip(CpioHeader.padding(CpioHeader.SIZE + text.length));
    return MemberPath.name(Arrays.copyOf(text, length));
  }

  private BytePath target(BytePath name, CpioHeader header) throws IOException {
    if (header.size() < 1 || header.size() >= LONGEST_NAME) {
      throw new BadArchive(name + " is a symbolic link of a wrong length");
    }
    byte[] target = new byte[(int) header.size()];
    int length = 0;
    while (length < target.length) {
      byte[] piece = new byte[target.length - length];
      int got = read(piece, piece.length);
      System.arraycopy(piece, 0, target, length, got);
      length += got;
    }
    return MemberPath.name(target);
  }

  private void begin(CpioHeader header) {
    left = header.size();
    padding = CpioHeader.padding(left);
    sum = 0;
    wantedSum = header.sum();
  }

  @Override
  public int read(byte[] buffer, long atMost) throws IOException {
    int wanted = (int) Math.min(Math.min(atMost, left), buffer.length);
    if (wanted == 0) {
      return 0;
    }
    int got = in.read(buffer, 0, wanted);
    if (got <= 0) {
      throw CpioHeader.truncated();
    }
    left -= got;
    if (wantedSum.isPresent()) {
      add(buffer, got);
    }
    return got;
  }

  private void add(byte[] buffer, int count) {
    for (int at = 0; at < count; at++) {
      sum += Byte.toUnsignedInt(buffer[at]);
    }
    if (left == 0 && (sum & CpioHeader.LARGEST) != wantedSum.get()) {
      throw new BadArchive("the checksum of a file in it is wrong");
    }
  }

  private void skipContent() throws IOException {
    byte[] buffer = new byte[left > 0 ? SKIPPED : 0];
    while (left > 0) {
      read(buffer, left);
    }
    skip(padding);
    padding = 0;
  }

  private void skip(int count) throws IOException {
    bytes(count);
  }

  private byte[] bytes(int count) throws IOException {
    byte[] read = in.readNBytes(count);
    if (read.length < count) {
      throw CpioHeader.truncated();
    }
    return read;
  }

  @Override
  public void drain() throws IOException {
    byte[] buffer = new byte[SKIPPED];
    while (in.read(buffer) > 0) {
      // Nothing in it counts: the kernel, too, wants zeros only, or another archive.
    }
  }
}
