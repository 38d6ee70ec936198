package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorViewTest {
  private static final String PATH = "main/binary-amd64/Packages";
  private static final String STANZA =
      """
      Package: hello
      Version: 1:2.0
      Architecture: all
      Filename: %s
      Size: 1
      SHA256: 0000000000000000000000000000000000000000000000000000000000000000
      """;

  @TempDir Path directory;

  @Test
  void hasTheSignedReleaseAndTheIndexAsTheyWere() throws IOException {
    byte[] inRelease = {1, 2, 3};
    Suite suite = suite(inRelease, "pool/hello_2.0_all.deb");

    view().add(suite);

    Path dists = directory.resolve("view/dists/stable");
    assertArrayEquals(inRelease, Files.readAllBytes(dists.resolve("InRelease")));
    assertEquals(STANZA.formatted("pool/hello_2.0_all.deb"), Files.readString(dists.resolve(PATH)));
    assertEquals("compressed", Files.readString(dists.resolve(PATH + ".gz")));
  }

  @Test
  void hasPackagesWithoutCopyingThem() throws IOException {
    Path cached = Files.writeString(directory.resolve("cached"), "x");
    PackageEntry hello = suite(new byte[0], "pool/h/hello_2.0_all.deb").find("hello").orElseThrow();

    view().add(hello, cached);
    view().add(hello, cached);

    Path place = directory.resolve("view/pool/h/hello_2.0_all.deb");
    assertEquals(Files.getAttribute(cached, "unix:ino"), Files.getAttribute(place, "unix:ino"));
  }

  @Test
  void noIndexMakesItWriteElsewhere() throws IOException {
    Suite suite = suite(new byte[0], "pool/../../hello.deb");

    assertThrows(NetworkFailure.class, () -> suite.find("hello"));
  }

  private MirrorView view() {
    return new MirrorView(directory.resolve("view"));
  }

  private Suite suite(byte[] inRelease, String file) throws IOException {
    Path compressed = Files.writeString(directory.resolve("compressed"), "compressed");
    byte[] text = STANZA.formatted(file).getBytes(StandardCharsets.UTF_8);
    PackageIndex packages =
        PackageIndex.of(compressed.toUri(), new String(text, StandardCharsets.UTF_8));
    return new Suite(
        "stable",
        URI.create("http://mirror.jbuild.invalid/debian"),
        Map.of("InRelease", inRelease),
        List.of(new IndexFile(PATH, packages, PATH + ".gz", compressed)));
  }
}
