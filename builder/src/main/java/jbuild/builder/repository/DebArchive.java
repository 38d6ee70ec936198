package jbuild.builder.repository;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** A Debian package file: an ar archive whose member {@code data.tar} has the files. */
public final class DebArchive implements AutoCloseable {
  private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_HEADER = {'`', '\n'};
  private static final int LARGEST_CONTROL = 1 << 20;
  private static final int HEADER = 60;
  private static final int NAME_END = 16;
  private static final int SIZE_START = 48;
  private static final int SIZE_END = 58;

  private final Path file;
  private final InputStream in;

  private DebArchive(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  public static DebArchive open(Path file) throws IOException {
    return new DebArchive(file, new BufferedInputStream(Files.newInputStream(file)));
  }

  /** What the package says of itself; see deb-control(5). Call this or {@link #data}, once. */
  public String control() throws IOException {
    try (TarArchiveInputStream members =
        new TarArchiveInputStream(member("control.tar"), StandardCharsets.UTF_8.name())) {
      TarArchiveEntry file = members.getNextEntry();
      while (file != null && !file.getName().replaceFirst("^\\./", "").equals("control")) {
        file = members.getNextEntry();
      }
      if (file == null) {
        throw damaged("it has no control file");
      }
      return new String(members.readNBytes(LARGEST_CONTROL), StandardCharsets.UTF_8);
    }
  }

  /** The tar archive of the package's files, decompressed. Call it once. */
  public InputStream data() throws IOException {
    return member("data.tar");
  }

  private InputStream member(String wanted) throws IOException {
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw damaged("it does not begin like an ar archive");
    }
    while (true) {
      byte[] header = in.readNBytes(HEADER);
      if (header.length == 0) {
        throw damaged("it has no " + wanted);
      }
      long size = size(header);
      String name = text(header, 0, NAME_END).replaceFirst("/$", "");
      if (name.startsWith(wanted)) {
        return decompressed(name, name.substring(wanted.length()), new Member(in, size));
      }
      // Members begin at even places.
      in.skipNBytes(size + size % 2);
    }
  }

  private long size(byte[] header) throws IOException {
    boolean whole =
        header.length == HEADER
            && Arrays.equals(header, SIZE_END, HEADER, END_OF_HEADER, 0, END_OF_HEADER.length);
    String size = whole ? text(header, SIZE_START, SIZE_END) : "";
    if (!size.matches("[0-9]+")) {
      throw damaged("a header in it is damaged");
    }
    return Long.parseLong(size);
  }

  private InputStream decompressed(String name, String ending, InputStream member)
      throws IOException {
    return switch (ending) {
      case "" -> member;
      case ".gz" -> new GZIPInputStream(member);
      case ".xz" -> new XZInputStream(member);
      case ".zst" -> new ZstdInputStreamNoFinalizer(member);
      default -> throw damaged("its " + name + " is compressed in an unknown way");
    };
  }

  private IOException damaged(String why) {
    return new IOException(file.getFileName() + " is not a Debian package: " + why);
  }

  private static String text(byte[] header, int from, int to) {
    return new String(header, from, to - from, StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The part of the archive that is one member. */
  private static final class Member extends InputStream {
    private final InputStream in;
    private long left;

    Member(InputStream in, long size) {
      this.in = in;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new IOException("the archive ends within a member");
      }
      left -= read;
      return read;
    }
  }
}
