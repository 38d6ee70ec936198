package jbuild.runner.linux;

/** What a file is, with words for people. */
public enum FileType {
  FIFO(0010000, "a FIFO"),
  CHARACTER_DEVICE(0020000, "a character device"),
  DIRECTORY(0040000, "a directory"),
  BLOCK_DEVICE(0060000, "a block device"),
  REGULAR(0100000, "a regular file"),
  LINK(0120000, "a symbolic link"),
  SOCKET(0140000, "a socket");

  private static final int MASK = 0170000;

  private final int bits;
  private final String words;

  FileType(int bits, String words) {
    this.bits = bits;
    this.words = words;
  }

  static FileType of(int mode) {
    for (FileType type : values()) {
      if (type.bits == (mode & MASK)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type of file: 0%o".formatted(mode));
  }

  /** As in {@code st_mode}. */
  public int bits() {
    return bits;
  }

  @Override
  public String toString() {
    return words;
  }
}
