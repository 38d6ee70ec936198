package jbuild.builder.oci.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "debian, docker.io/library/debian:latest",
    "debian:12, docker.io/library/debian:12",
    "user/image, docker.io/user/image:latest",
    "docker.io/debian, docker.io/library/debian:latest",
    "index.docker.io/debian, docker.io/library/debian:latest",
    "docker://quay.io/a/b/c:v1.2, quay.io/a/b/c:v1.2",
    "localhost/a, localhost/a:latest",
    "localhost:5000/a:b, localhost:5000/a:b",
    "127.0.0.1:5000/a__b/c-d.e, 127.0.0.1:5000/a__b/c-d.e:latest",
    "[::1]:5000/a, [::1]:5000/a:latest",
    "Registry/a, Registry/a:latest"
  })
  void areReadAsEverywhere(String text, String meant) {
    assertEquals(meant, ImageReference.parse(text).toString());
  }

  @Test
  void aDigestIsStrongerThanATag() {
    ImageReference reference = ImageReference.parse("quay.io/a:b@" + DIGEST);

    assertEquals(DIGEST, reference.version());
    assertEquals("quay.io/a:b@" + DIGEST, reference.toString());
    assertEquals("quay.io/a@" + DIGEST, ImageReference.parse("quay.io/a@" + DIGEST).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "A",
        "quay.io/",
        "quay.io/A",
        "quay.io/a//b",
        "quay.io/../b",
        "quay.io/a/..",
        "quay.io/a:",
        "quay.io/a:-b",
        "quay.io/a:b/c?d",
        "quay.io/a#b",
        "quay.io/a b",
        "quay.io/a\nb",
        "quay.io:port/a",
        "quay.io/a@sha256:abc",
        "quay.io/a@../../etc/passwd",
        "user@quay.io/a",
        "-quay.io/a",
        "https://quay.io/a"
      })
  void whatNamesNoImageIsRefused(String text) {
    Failure failure = assertThrows(Failure.class, () -> ImageReference.parse(text));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
  }

  @Test
  void loginsOfOthersAreFoundByTheLongestName(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("auth.json");
    Files.writeString(
        file,
        """
        {"auths": {
          "quay.io": {"auth": "YTox"},
          "quay.io/team": {"auth": "Yjoy"},
          "https://index.docker.io/v1/": {"auth": "Yzoz"},
          "empty.example": {}
        }}
        """);
    LoginFiles files = new LoginFiles(Map.of("REGISTRY_AUTH_FILE", file.toString()));

    assertEquals(
        List.of(
            Optional.of(new Login("a", "1")),
            Optional.of(new Login("b", "2")),
            Optional.of(new Login("c", "3")),
            Optional.empty(),
            Optional.empty()),
        List.of("quay.io/x", "quay.io/team/x", "debian", "empty.example/x", "other.example/x")
            .stream()
            .map(name -> files.find(ImageReference.parse(name)))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"auths\":{\"quay.io\":{\"auth\":\"!\"}}}"})
  void aFileThatIsBrokenIsNamed(String text, @TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("config.json"), text);
    LoginFiles files = new LoginFiles(Map.of("DOCKER_CONFIG", directory.toString()));

    Failure failure =
        assertThrows(Failure.class, () -> files.find(ImageReference.parse("quay.io/a")));

    assertEquals("cannot read logins from " + file, failure.what());
  }

  @Test
  void challengesAreReadAlsoWithQuotesInThem() {
    assertEquals(
        Optional.of(
            new Challenge(
                "bearer", Map.of("realm", "https://a/t", "service", "a \"b\"", "scope", "x,y"))),
        Challenge.best(
            List.of(
                "Negotiate",
                "Basic realm=\"r\"",
                "Bearer realm=\"https://a/t\",service=\"a \\\"b\\\"\", scope=\"x,y\"")));
    assertEquals(Optional.empty(), Challenge.best(List.of("Bearer service=x", "Digest realm=y")));
  }
}
