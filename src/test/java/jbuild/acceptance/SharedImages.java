package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

/** Images that several tests use. They are built once, and again when their recipe changes. */
final class SharedImages {
  private static final Path OUTPUTS = Path.of("target", "acceptance-images").toAbsolutePath();

  private static boolean debianIsThere;

  private SharedImages() {}

  /** The image of the recipe that ships. Tests leave it as they find it. */
  static synchronized Path debian() {
    Path image = OUTPUTS.resolve("debian");
    if (debianIsThere) {
      return image;
    }
    // What runs is of no interest, but only what is up to date runs without a build before.
    Jbuild.Result result =
        Jbuild.run(
            Jbuild.HOME,
            "run",
            "--output-dir=" + OUTPUTS,
            "--quiet",
            "recipes/debian.toml",
            "--",
            "true");
    assertEquals(0, result.status(), result.err());
    debianIsThere = true;
    return image;
  }
}
