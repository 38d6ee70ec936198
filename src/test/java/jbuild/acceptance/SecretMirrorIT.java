package jbuild.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.runner.image.Trees;
import jbuild.tools.FileServer;
import jbuild.tools.TestCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror of an own authority, only for those who have a certificate and know the password. */
@Tag("root")
@Tag("beside")
class SecretMirrorIT {
  private static final String PASSWORD = "open-sesame-77";
  private static final Map<String, String> IMAGES =
      Map.of("deb", "debian", "fed", "fedora", "arc", "arch", "sus", "opensuse");

  @TempDir Path directory;

  /** JUnit complains of links in what it removes. */
  @AfterEach
  void removeImages() {
    if (Files.exists(directory.resolve("out"))) {
      Trees.remove(directory.resolve("out"));
    }
  }

  @Test
  void everyToolGetsItsPackagesAndNothingElseIsToldThePassword() throws Exception {
    SmallDistributions small = SmallDistributions.in(directory);
    TestCertificates certificates = TestCertificates.in(directory);
    Path netrc =
        Files.writeString(
            directory.resolve("netrc"), "machine 127.0.0.1 login ada password " + PASSWORD + "\n");
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "SSL_CERT_FILE", certificates.authority().toString(),
                "JBUILD_CLIENT_CERT", certificates.certificate().toString(),
                "JBUILD_CLIENT_KEY", certificates.key().toString(),
                "NETRC", netrc.toString()));

    Jbuild.Result built;
    try (FileServer mirror =
        FileServer.of(SmallDistributions.REPOSITORIES.root(), certificates)
            .fault("", FileServer.password("ada", PASSWORD))) {
      for (Map.Entry<String, String> image : IMAGES.entrySet()) {
        recipe(image.getKey(), image.getValue(), mirror.address("").toString());
      }
      built =
          small.jbuild(
              directory,
              environment,
              "build",
              "--output-dir=out",
              "deb.toml",
              "fed.toml",
              "arc.toml",
              "sus.toml");
    }

    assertEquals(0, built.status(), built.err());
    assertFalse(built.err().contains(PASSWORD));
    assertAll(
        files().stream()
            .map(file -> () -> assertFalse(contains(file), file + " has the password")));
  }

  private void recipe(String name, String distribution, String root) throws IOException {
    Files.writeString(
        directory.resolve(name + ".toml"),
        "image.name = '%s'\nimage.bootable = false\n".formatted(name)
            + SmallDistributions.table(
                distribution, SmallDistributions.mirror(distribution, root)));
  }

  /** Logs, notes and settings: what is larger came from the packages. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("out"))) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> file.toFile().length() < 1 << 20)
          .toList();
    }
  }

  private static boolean contains(Path file) throws IOException {
    String text = Files.readString(file, ISO_8859_1);
    return text.contains(PASSWORD);
  }
}
