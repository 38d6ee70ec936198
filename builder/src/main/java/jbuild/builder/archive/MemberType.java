package jbuild.builder.archive;

import java.util.Optional;
import jbuild.runner.linux.FileType;

/** What a member of an archive is. */
enum MemberType {
  REGULAR('0'),
  HARD_LINK('1'),
  LINK('2'),
  CHARACTER_DEVICE('3'),
  BLOCK_DEVICE('4'),
  DIRECTORY('5'),
  FIFO('6');

  private static final MemberType[] TYPES = values();

  private final char flag;

  MemberType(char flag) {
    this.flag = flag;
  }

  /** As in the header. */
  char flag() {
    return flag;
  }

  /** As in {@code st_mode}; a hard link is a regular file there. */
  int bits() {
    return switch (this) {
      case REGULAR, HARD_LINK -> FileType.REGULAR.bits();
      case LINK -> FileType.LINK.bits();
      case CHARACTER_DEVICE -> FileType.CHARACTER_DEVICE.bits();
      case BLOCK_DEVICE -> FileType.BLOCK_DEVICE.bits();
      case DIRECTORY -> FileType.DIRECTORY.bits();
      case FIFO -> FileType.FIFO.bits();
    };
  }

  /** Empty for a flag that no type has. */
  static Optional<MemberType> of(char flag) {
    for (MemberType type : TYPES) {
      if (type.flag == flag) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Empty for a socket: it is nothing without the program that listens. */
  static Optional<MemberType> of(FileType type) {
    return switch (type) {
      case REGULAR -> Optional.of(REGULAR);
      case LINK -> Optional.of(LINK);
      case CHARACTER_DEVICE -> Optional.of(CHARACTER_DEVICE);
      case BLOCK_DEVICE -> Optional.of(BLOCK_DEVICE);
      case DIRECTORY -> Optional.of(DIRECTORY);
      case FIFO -> Optional.of(FIFO);
      case SOCKET -> Optional.empty();
    };
  }
}
