package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What directories contain, by names that are bytes. */
public final class Directories {
  private static final int BUFFER = 64 * 1024;
  private static final int LENGTH_AT = 16;
  private static final int TYPE_AT = 18;
  private static final int NAME_AT = 19;
  private static final int DT_UNKNOWN = 0;
  private static final int DT_DIR = 4;

  /** A name in a directory. Not every file system tells what it is without being asked for each. */
  public record Entry(BytePath name, boolean isDirectory, boolean isUnknown) {}

  private Directories() {}

  /** All but . and .., sorted. */
  public static List<BytePath> names(Fd directory) {
    List<BytePath> names = new ArrayList<>();
    for (Entry entry : entries(directory)) {
      names.add(entry.name());
    }
    names.sort(null);
    return names;
  }

  /** All but . and .., as the file system has them. The directory may be open as a place. */
  public static List<Entry> entries(Fd directory) {
    long flags = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;
    try (Fd readable = Descriptors.child(directory, BytePath.of("."), flags)) {
      List<Entry> entries = new ArrayList<>();
      byte[] buffer = new byte[BUFFER];
      int filled = fill(directory, readable, buffer);
      while (filled > 0) {
        decode(buffer, filled, entries);
        filled = fill(directory, readable, buffer);
      }
      return entries;
    }
  }

  private static int fill(Fd directory, Fd readable, byte[] buffer) {
    return (int)
        Errno.check(
            "getdents64",
            "list " + directory.name(),
            Retry.call(Call.GETDENTS64, readable.number(), buffer, buffer.length));
  }

  private static void decode(byte[] buffer, int filled, List<Entry> entries) {
    ByteBuffer bytes = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
    int at = 0;
    while (at < filled) {
      int end = at + NAME_AT;
      while (buffer[end] != 0) {
        end++;
      }
      BytePath name = BytePath.of(Arrays.copyOfRange(buffer, at + NAME_AT, end));
      if (!isDots(name)) {
        byte type = buffer[at + TYPE_AT];
        entries.add(new Entry(name, type == DT_DIR, type == DT_UNKNOWN));
      }
      at += Short.toUnsignedInt(bytes.getShort(at + LENGTH_AT));
    }
  }

  private static boolean isDots(BytePath name) {
    byte[] bytes = name.terminated();
    return bytes[0] == '.' && (bytes[1] == 0 || (bytes[1] == '.' && bytes[2] == 0));
  }
}
