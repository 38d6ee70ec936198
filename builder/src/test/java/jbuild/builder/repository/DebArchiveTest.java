package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DebArchiveTest {
  private static final byte[] DATA = "the tar archive".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void readsTheDataInEachCompression() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(DATA);
    }
    ByteArrayOutputStream xz = new ByteArrayOutputStream();
    try (OutputStream out = new XZOutputStream(xz, new LZMA2Options())) {
      out.write(DATA);
    }

    assertEquals("the tar archive", data("data.tar", DATA));
    assertEquals("the tar archive", data("data.tar.gz", gzip.toByteArray()));
    assertEquals("the tar archive", data("data.tar.xz", xz.toByteArray()));
    assertEquals("the tar archive", data("data.tar.zst/", Zstd.compress(DATA)));
  }

  @Test
  void namesACompressionThatItDoesNotKnow() {
    assertEquals(
        "p.deb is not a Debian package: its data.tar.lzo is compressed in an unknown way",
        failure(archive("data.tar.lzo", DATA)));
  }

  @Test
  void refusesWhatIsNoArchive() {
    assertEquals(
        "p.deb is not a Debian package: it does not begin like an ar archive",
        failure("<html></html>".getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "p.deb is not a Debian package: it has no data.tar",
        failure("!<arch>\n".getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "p.deb is not a Debian package: a header in it is damaged",
        failure("!<arch>\ndata.tar".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesAMemberThatIsCutOff() throws IOException {
    byte[] whole = archive("data.tar", DATA);
    byte[] half = Arrays.copyOf(whole, whole.length - DATA.length / 2);

    assertEquals("the archive ends within a member", failure(half));
  }

  private String failure(byte[] file) {
    return assertThrows(IOException.class, () -> read(file)).getMessage();
  }

  private String data(String name, byte[] member) throws IOException {
    return read(archive(name, member));
  }

  private String read(byte[] file) throws IOException {
    Path path = Files.write(directory.resolve("p.deb"), file);
    try (DebArchive archive = DebArchive.open(path)) {
      return new String(archive.data().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] archive(String name, byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
    member(bytes, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
    // Of an odd size, so that a byte is left out before the next one.
    member(bytes, "control.tar.xz", new byte[7]);
    member(bytes, name, data);
    return bytes.toByteArray();
  }

  private static void member(ByteArrayOutputStream bytes, String name, byte[] data) {
    String header =
        "%-16s%-12d%-6d%-6d%-8s%-10d`\n".formatted(name, 0, 0, 0, "100644", data.length);
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(data);
    if (data.length % 2 == 1) {
      bytes.write('\n');
    }
  }
}
