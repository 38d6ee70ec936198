package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see of broken recipes: those of test-images, and some that are too large to keep. */
@Tag("beside")
class BrokenRecipesIT {
  private static final Path BROKEN = Jbuild.HOME.resolve("test-images/broken-recipes");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int LINES_OF_SUMMARY = 3;
  private static final int DEEP = 10_000;
  private static final int WIDTH = 160;
  private static final int LARGE = 2 * 1024 * 1024;

  /** What is shown of each recipe, by its name. */
  private final Map<String, String> problems = new TreeMap<>();

  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void writeTheRecipes() throws IOException {
    directory = Files.createDirectories(temporary.resolve("test-images/broken-recipes"));
    // One of the recipes tries to use a file outside its directory.
    Files.createFile(temporary.resolve("pom.xml"));
    try (Stream<Path> files = Files.walk(BROKEN)) {
      for (Path file : files.filter(BrokenRecipesIT::isPart).toList()) {
        Path copy = directory.resolve(BROKEN.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    try (Stream<Path> files = Files.list(BROKEN)) {
      for (Path recipe : files.filter(BrokenRecipesIT::isRecipe).toList()) {
        List<String> lines =
            Files.readAllLines(Path.of(recipe.toString().replace(".toml", ".expected")));
        problems.put(
            recipe.getFileName().toString(),
            text(lines.subList(0, lines.size() - LINES_OF_SUMMARY)));
      }
    }
    write(
        "large.toml",
        "[image]\nname = \"" + "a".repeat(LARGE) + "\"\n",
        """
        large.toml:1:1: the file is larger than 1 MiB
          [image]
          ^ move large contents into files, as source of [[files]]
        """);
    write(
        "deep.toml",
        "x = " + "{a=".repeat(DEEP),
        """
        deep.toml:1:101: too many levels
          %s
          %s^ no recipe needs this depth
        """
            .formatted("a={".repeat(DEEP).substring(0, WIDTH), " ".repeat(WIDTH / 2)));
    Files.write(directory.resolve("bytes.toml"), new byte[] {'x', '=', '"', (byte) 0xff, '"'});
    problems.put(
        "bytes.toml",
        """
        bytes.toml:1:4: byte 0xff is not UTF-8
          x="\ufffd"
             ^ save the file with UTF-8 as its encoding
        """);
  }

  /** Recipes, and what they name. */
  private static boolean isPart(Path file) {
    return Files.isRegularFile(file) && !file.toString().endsWith(".expected");
  }

  /** One that is broken whatever the command line says; others are parts of it. */
  private static boolean isRecipe(Path file) {
    String name = file.toString();
    return name.endsWith(".toml")
        && !name.endsWith(".local.toml")
        && !Files.exists(Path.of(name.replace(".toml", ".words")));
  }

  private void write(String name, String recipe, String shown) throws IOException {
    Files.writeString(directory.resolve(name), recipe);
    problems.put(name, shown);
  }

  /** Terminals would jump at a tab, and carets be out of place. */
  private static String text(List<String> lines) {
    return lines.stream().map(line -> line.replace('\t', ' ') + "\n").collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "build", "plan"})
  void areRefusedWithAllProblemsOfAllOfThem(String verb) throws IOException {
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(problems.keySet());
    List<String> before = files();

    Jbuild.Result result = Jbuild.run(directory, words.toArray(String[]::new));

    String count = problems.size() + " of the " + problems.size();
    assertAll(
        () ->
            assertEquals(
                String.join("", problems.values())
                    + """
                    error: cannot use %s recipes
                      why: there are problems in each of them; they are above
                      fix: change them; 'jbuild check' looks again without building
                    """
                        .formatted(count),
                result.err()),
        () -> assertEquals("", result.out()),
        () -> assertEquals(2, result.status()),
        () -> assertEquals(before, files()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unknown-key", "not-toml", "wrong-type", "latin-1", "bytes", "large", "deep"})
  void areRefusedSoonEachByItself(String name) throws IOException {
    String recipe = name + ".toml";
    List<String> before = files();
    long start = System.nanoTime();

    Jbuild.Result result = Jbuild.run(directory, recipe);

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    String err = result.err();
    assertAll(
        () -> assertTrue(err.startsWith(problems.get(recipe)), err),
        () -> assertTrue(err.contains("\nerror: cannot use " + recipe + "\n  why: "), err),
        () -> assertEquals("", result.out()),
        () -> assertEquals(2, result.status()),
        () -> assertEquals(before, files()),
        () -> assertTrue(took.compareTo(SOON) < 0, took.toString()));
  }

  @Test
  void doNotReachTheTerminalWithWhatItWouldObey() throws IOException {
    String attack = "\u001b]0;title\u0007\u001b[2J\u009b31m\u202e\r\b";
    Files.writeString(directory.resolve("attack.toml"), "image = '" + attack + "'\n");
    Files.writeString(directory.resolve("\u001b[31mred.toml"), "image.name = \"" + attack + "\"\n");

    Jbuild.Result result =
        Jbuild.run(directory, "check", "attack.toml", "\u001b[31mred.toml", "escape-sequence.toml");

    assertEquals(2, result.status());
    assertFalse(
        result
            .err()
            .replace("\n", "")
            .codePoints()
            .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT),
        result.err());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
