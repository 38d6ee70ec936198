package jbuild.builder.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.builder.archive.SparseMap.Piece;

/** Reads members of ustar, POSIX and GNU archives. Whatever is not plainly right is refused. */
final class TarReader implements MemberReader {
  private static final int LONGEST_EXTENDED = 1 << 20;
  private static final int LONGEST_MAP = 1 << 20;

  /** The largest file of ext4, which is also more than any real file with holes has. */
  private static final long LARGEST_FILE = 1L << 44;

  private static final int OLD_MAP_AT = 386;
  private static final int OLD_MAP_ENTRIES = 4;
  private static final int OLD_MORE_AT = 482;
  private static final int OLD_MORE_ENTRIES = 21;
  private static final int OLD_STILL_MORE_AT = 504;
  private static final int OLD_NUMBER = 12;
  private static final TarBlock.Field OLD_SIZE = new TarBlock.Field(483, 12);

  private static final String NO_TAR = "it is no tar archive";

  private final InputStream in;
  private final Limits limits;
  private long left;
  private long padding;
  private long members;
  private long bytes;
  private boolean begun;

  TarReader(InputStream in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  @Override
  public Optional<Member> next() throws IOException {
    skipContent();
    MemberHeader header = new MemberHeader();
    TarBlock block = block();
    while (!block.isZero()) {
      if (!block.isSealed()) {
        throw new BadArchive(
            begun || block.isMarked() ? "the checksum of a header is wrong" : NO_TAR);
      }
      begun = true;
      switch (block.type()) {
        case 'x' -> header.extend(PaxRecords.decode(text(block)));
        case 'g' -> header.checkGlobal(PaxRecords.decode(text(block)));
        case 'L' -> header.longPath(text(block));
        case 'K' -> header.longTarget(text(block));
        case 'V' -> text(block); // The label of a volume.
        default -> {
          return Optional.of(member(header, block));
        }
      }
      block = block();
    }
    return Optional.empty();
  }

  private Member member(MemberHeader header, TarBlock block) throws IOException {
    members++;
    if (members > limits.members()) {
      throw new BadArchive("it has more than " + limits.members() + " members");
    }
    left = header.stored(block);
    padding = TarBlock.padding(left);
    Member member = header.member(block);
    if (left > 0 && member.type() != MemberType.REGULAR) {
      throw new BadArchive(member.path() + " has content, but it is no regular file");
    }
    Optional<SparseMap> map = Optional.empty();
    if (block.type() == 'S') {
      map = Optional.of(oldMap(block));
    } else if (header.sparseSize().isPresent()) {
      map = Optional.of(map(header.sparseSize().get()));
    }
    count(map.map(SparseMap::data).orElse(left));
    return map.isEmpty() ? member : MemberHeader.withHoles(member, map.get());
  }

  private void count(long more) {
    if (more > limits.bytes() - bytes) {
      throw new BadArchive("it expands to more than " + limits.bytes() + " bytes");
    }
    bytes += more;
  }

  /** As GNU tar has it in the POSIX format: before the data. */
  private SparseMap map(long size) throws IOException {
    long before = left;
    long count = line();
    if (count > LONGEST_MAP) {
      throw new BadArchive("a file in it has more holes than files have");
    }
    List<Piece> pieces = new ArrayList<>();
    for (long piece = 0; piece < count; piece++) {
      pieces.add(new Piece(line(), line()));
    }
    long used = before - left;
    int rest = (int) TarBlock.padding(used);
    if (in.readNBytes(rest).length < rest) {
      throw truncated();
    }
    left -= rest;
    return checked(size, pieces);
  }

  private long line() throws IOException {
    long value = 0;
    int digits = 0;
    int b = contentByte();
    while (b != '\n') {
      digits++;
      if (b < '0' || b > '9' || digits > 18) {
        throw new BadArchive("the map of a file with holes has no numbers");
      }
      value = 10 * value + b - '0';
      b = contentByte();
    }
    return value;
  }

  private int contentByte() throws IOException {
    if (left <= 0) {
      throw new BadArchive("the map of a file with holes does not end");
    }
    left--;
    int b = in.read();
    if (b == -1) {
      throw truncated();
    }
    return b;
  }

  /** As GNU tar has it in its own format: in the header, and in blocks that follow. */
  private SparseMap oldMap(TarBlock header) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    addOld(header, OLD_MAP_AT, OLD_MAP_ENTRIES, pieces);
    boolean more = header.isSet(OLD_MORE_AT);
    while (more) {
      TarBlock block = block();
      addOld(block, 0, OLD_MORE_ENTRIES, pieces);
      more = block.isSet(OLD_STILL_MORE_AT);
      if (pieces.size() > LONGEST_MAP) {
        throw new BadArchive("a file in it has more holes than files have");
      }
    }
    return checked(header.number(OLD_SIZE), pieces);
  }

  private static void addOld(TarBlock block, int start, int entries, List<Piece> pieces) {
    for (int entry = 0; entry < entries; entry++) {
      int at = start + entry * 2 * OLD_NUMBER;
      if (block.isSet(at)) {
        pieces.add(
            new Piece(
                block.number(new TarBlock.Field(at, OLD_NUMBER)),
                block.number(new TarBlock.Field(at + OLD_NUMBER, OLD_NUMBER))));
      }
    }
  }

  private SparseMap checked(long size, List<Piece> pieces) {
    if (size > LARGEST_FILE) {
      throw new BadArchive("a file with holes in it is larger than a file can be");
    }
    try {
      SparseMap map = new SparseMap(size, pieces);
      if (map.data() != left) {
        throw new BadArchive("the map of a file with holes does not fit its data");
      }
      return map;
    } catch (IllegalArgumentException e) {
      throw new BadArchive("the map of a file with holes is wrong");
    }
  }

  @Override
  public int read(byte[] buffer, long atMost) throws IOException {
    int wanted = (int) Math.min(Math.min(atMost, left), buffer.length);
    if (wanted == 0) {
      return 0;
    }
    int got = in.read(buffer, 0, wanted);
    if (got <= 0) {
      throw truncated();
    }
    left -= got;
    return got;
  }

  @Override
  public void drain() throws IOException {
    byte[] buffer = new byte[8192];
    while (in.read(buffer) > 0) {
      // Nothing in it counts.
    }
  }

  private void skipContent() throws IOException {
    byte[] buffer = new byte[left > 0 ? 8192 : 0];
    while (left > 0) {
      read(buffer, left);
    }
    if (padding > 0 && in.readNBytes((int) padding).length < padding) {
      throw truncated();
    }
    padding = 0;
  }

  private TarBlock block() throws IOException {
    byte[] block = in.readNBytes(TarBlock.SIZE);
    if (block.length < TarBlock.SIZE) {
      boolean isTar = begun || block.length == 0 || TarBlock.isMarked(block);
      throw isTar ? truncated() : new BadArchive(NO_TAR);
    }
    return TarBlock.of(block);
  }

  /** The content of a member that belongs to the header of another. */
  private byte[] text(TarBlock block) throws IOException {
    long size = block.number(TarBlock.LENGTH);
    if (size < 0 || size > LONGEST_EXTENDED) {
      throw new BadArchive("an extended header is longer than " + LONGEST_EXTENDED + " bytes");
    }
    byte[] text = in.readNBytes((int) size);
    int rest = (int) TarBlock.padding(size);
    if (text.length < size || in.readNBytes(rest).length < rest) {
      throw truncated();
    }
    return text;
  }

  private static BadArchive truncated() {
    return new BadArchive("it ends in the middle");
  }
}
