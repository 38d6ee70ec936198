package jbuild.builder.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;

/** Where a file with holes has data: pieces in order that do not overlap. */
record SparseMap(long size, List<Piece> pieces) {
  private static final int BLOCK_ON_DISK = 512;

  /** A stretch of data. */
  record Piece(long offset, long length) {
    long end() {
      return offset + length;
    }
  }

  SparseMap {
    pieces = List.copyOf(pieces);
    long end = 0;
    for (Piece piece : pieces) {
      if (piece.offset() < end || piece.length() < 0 || piece.length() > size - piece.offset()) {
        throw new IllegalArgumentException("no map of a file with " + size + " bytes: " + piece);
      }
      end = piece.end();
    }
  }

  /** Empty when the file has no holes. */
  static Optional<SparseMap> of(Fd file, FileStatus status) {
    long size = status.size();
    if (status.blocks() * BLOCK_ON_DISK >= size) {
      return Optional.empty();
    }
    List<Piece> pieces = new ArrayList<>();
    OptionalLong data = Contents.nextData(file, 0);
    while (data.isPresent() && data.getAsLong() < size) {
      long start = data.getAsLong();
      long end = Math.min(Contents.nextHole(file, start), size);
      pieces.add(new Piece(start, end - start));
      data = end < size ? Contents.nextData(file, end) : OptionalLong.empty();
    }
    SparseMap map = new SparseMap(size, pieces);
    return map.data() < size ? Optional.of(map) : Optional.empty();
  }

  /** How many bytes are not in holes. */
  long data() {
    return pieces.stream().mapToLong(Piece::length).sum();
  }

  /** As GNU tar's format 1.0 has it before the data, in whole blocks. */
  byte[] encode() {
    // GNU tar makes the file as long as its last piece ends, so an empty piece marks the end.
    StringBuilder lines = new StringBuilder().append(pieces.size() + 1).append('\n');
    for (Piece piece : pieces) {
      lines.append(piece.offset()).append('\n').append(piece.length()).append('\n');
    }
    lines.append(size).append("\n0\n");
    byte[] text = lines.toString().getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(text, TarBlock.roundedUp(text.length));
  }
}
