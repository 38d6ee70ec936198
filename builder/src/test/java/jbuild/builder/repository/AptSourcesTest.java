package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
  private static final URI ARCHIVE = URI.create("http://mirror.jbuild.invalid/debian");
  private static final URI SECURITY = URI.create("http://mirror.jbuild.invalid/debian-security");

  @TempDir Path root;

  @BeforeEach
  void makeADebianHost() throws IOException {
    write("etc/os-release", "PRETTY_NAME=\"Debian\"\nID=debian\n");
  }

  @Test
  void readsLines() throws IOException {
    write(
        "etc/apt/sources.list",
        """
        # deb http://old.jbuild.invalid/debian trixie main
        deb-src http://mirror.jbuild.invalid/source trixie main
        deb [arch=amd64 signed-by=/k.gpg] http://mirror.jbuild.invalid/debian/ trixie main # all
        deb http://mirror.jbuild.invalid/debian-security trixie-security main
        deb http://mirror.jbuild.invalid/debian trixie-updates main
        """);

    assertEquals(Optional.of(ARCHIVE), mirrorOf("trixie"));
    assertEquals(Optional.of(SECURITY), mirrorOf("trixie-security"));
  }

  @Test
  void readsStanzas() throws IOException {
    write(
        "etc/apt/sources.list.d/debian.sources",
        """
        # The archive.
        types: deb deb-src
        URIs: http://mirror.jbuild.invalid/debian
        Suites: trixie
         trixie-updates
        Components: main

        Types: deb
        URIs: http://mirror.jbuild.invalid/debian-security
        Suites: trixie-security
        Enabled: no
        """);

    assertEquals(Optional.of(ARCHIVE), mirrorOf("trixie-updates"));
    assertEquals(Optional.empty(), mirrorOf("trixie-security"));
  }

  @Test
  void takesTheArchiveOfAnotherReleaseOfTheSameDistribution() throws IOException {
    write(
        "etc/apt/sources.list.d/a-vendor.list",
        "deb http://vendor.jbuild.invalid/apt stable main\n");
    write(
        "etc/apt/sources.list.d/debian.sources",
        """
        Types: deb
        URIs: http://mirror.jbuild.invalid/debian
        Suites: bookworm bookworm-updates

        Types: deb
        URIs: http://mirror.jbuild.invalid/debian-security
        Suites: bookworm-security
        """);

    assertEquals(Optional.of(ARCHIVE), mirrorOf("trixie"));
    assertEquals(Optional.of(ARCHIVE), mirrorOf("sid"));
    assertEquals(Optional.of(SECURITY), mirrorOf("trixie-security"));
  }

  @Test
  void takesNothingFromAHostOfAnotherDistribution() throws IOException {
    write("etc/os-release", "ID=\"ubuntu\"\n");
    write("etc/apt/sources.list", "deb http://mirror.jbuild.invalid/debian trixie main\n");

    assertEquals(Optional.empty(), mirrorOf("trixie"));
  }

  @Test
  void aHostWithoutAptIsNoProblem() {
    assertEquals(Optional.empty(), mirrorOf("trixie"));
  }

  private Optional<URI> mirrorOf(String suite) {
    return AptSources.ofHost(root, "debian").mirrorOf(suite);
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text);
  }
}
