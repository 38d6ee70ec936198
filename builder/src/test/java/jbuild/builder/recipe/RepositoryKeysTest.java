package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.repository.PinnedKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryKeysTest {
  private static final Path KEY = Path.of("../test-images/broken-recipes/parts/key.asc");
  private static final String FINGERPRINT = "41587F7DB8C774BCCF131416762F67A0B2C39DE4";
  private static final String START =
      """
      [image]
      name = "web"
      [distribution]
      name = "debian"
      release = "trixie"
      """;

  @TempDir private Path directory;

  @BeforeEach
  void haveAKey() throws IOException {
    Files.copy(KEY, directory.resolve("tools.asc"));
  }

  @Test
  void readsAKeyFromAFileOrFromTheRecipeItself() throws IOException {
    Recipe recipe =
        read(
            repository("tools", "keep = true", "'tools.asc'")
                + repository("inline", "", "'''\n" + Files.readString(KEY) + "'''"));

    assertEquals(
        List.of(added("tools", true), added("inline", false)),
        recipe.distribution().repositories());
  }

  @Test
  void takesARepositoryOnlyWhereItsConditionHolds() throws IOException {
    String other = "when = {release = 'bookworm'}";

    Recipe recipe =
        read(repository("tools", "", "'tools.asc'") + repository("old", other, "'tools.asc'"));

    assertEquals(List.of(added("tools", false)), recipe.distribution().repositories());
  }

  @Test
  void findsTheFilesThatAPatternStandsFor() throws IOException {
    Path packages = Files.createDirectory(directory.resolve("packages"));
    for (String name : List.of("b[1].deb", "a.deb", "c.changes")) {
      Files.createFile(packages.resolve(name));
    }

    Recipe all = read("packages.files = ['packages/*.deb', './packages/a.deb']\n");
    Recipe one = read("packages.files = ['packages/b[1].deb']\n");

    assertAll(
        () ->
            assertEquals(
                List.of(packages.resolve("a.deb"), packages.resolve("b[1].deb")),
                all.packages().files()),
        () -> assertEquals(List.of(packages.resolve("b[1].deb")), one.packages().files()),
        () -> assertTrue(read("").packages().files().isEmpty()));
  }

  private static String repository(String name, String more, String key) {
    return """
        [[distribution.repositories]]
        name = "%s"
        address = "https://mirror.example/tools"
        suites = ["trixie"]
        components = ["main"]
        key = %s
        fingerprint = "4158 7F7D B8C7 74BC CF13  1416 762F 67A0 B2C3 9DE4"
        %s
        """
        .formatted(name, key, more);
  }

  private static AddedRepository added(String name, boolean kept) throws IOException {
    String text = Files.readString(KEY);
    byte[] key = (name.equals("inline") ? text.strip() : text).getBytes();
    return new AddedRepository(
        name,
        URI.create("https://mirror.example/tools"),
        List.of("trixie"),
        List.of("main"),
        PinnedKey.of(name, FINGERPRINT, key),
        kept);
  }

  private Recipe read(String more) throws IOException {
    // Keys of the first tables may be dotted in front of them only.
    String text = more.startsWith("packages.") ? more + START : START + more;
    Path file = Files.writeString(directory.resolve("web.toml"), text);
    return new RecipeReader(new DistributionProfiles()).read(file);
  }
}
