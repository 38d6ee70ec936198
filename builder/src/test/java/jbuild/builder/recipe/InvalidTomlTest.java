package jbuild.builder.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.builder.recipe.language.Source;
import jbuild.builder.recipe.language.Toml;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The documents of test-images/invalid-toml, which TOML 1.0 forbids, are refused with their place.
 */
class InvalidTomlTest {
  private static final Path DIRECTORY = Path.of("../test-images/invalid-toml");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|([nr0]))");

  /** Where values stand. */
  private static final Map<String, String> PLACES =
      Map.of(
          "as a value", "key = %s\n",
          "in a list", "key = [\"a\", %s]\n",
          "in an inline table", "key = {a = 1, b = %s}\n");

  @TempDir Path directory;

  @Test
  void areRefusedWithTheirPlace() throws IOException {
    Map<String, byte[]> documents = documents();
    Path file = directory.resolve("recipe.toml");

    assertTrue(documents.size() > 600, documents.size() + " documents");
    assertAll(
        documents.entrySet().stream()
            .map(each -> () -> assertRefused(each.getKey(), each.getValue(), file)));
  }

  /** In the middle of what is right, too: a parser may have been in another state there. */
  @Test
  void areRefusedAmongRightLines() throws IOException {
    Map<String, byte[]> documents = documents();
    Path file = directory.resolve("recipe.toml");
    byte[] before = "before.name = 'a' # comment\nbefore.list = [\n  1,\n]\n\n".getBytes(UTF_8);
    byte[] after = "\n[after]\nname = \"\"\"\na\n\"\"\"\n".getBytes(UTF_8);

    assertAll(
        documents.entrySet().stream()
            .map(
                each ->
                    () ->
                        assertRefused(each.getKey(), join(before, each.getValue(), after), file)));
  }

  @Test
  void wouldBeTakenIfTheyWereRight() throws IOException {
    Path file = directory.resolve("recipe.toml");
    Files.write(file, "a = 1\r\n\"n\\u0061me\" = \"\\U0001f60a\\b\" # ö\tb\r\n".getBytes(UTF_8));

    assertEquals("\ud83d\ude0a\b", Toml.parse(Source.of(file)).get("name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a]\nb.c = 1\nb.d.e = 2\n[f.g]\nb.c = 1\n",
        "[[a]]\nb.c = 1\n[[a]]\nb.c = 1\n[a.d]\ne.f = 1\n",
        "[a.b]\nc = 1\n[a]\n\"b.c\".d = 1\n",
        "[a.b] # [c.d]\nc = '[x.y]'\n[x]\ny.z = 1\n",
        "a = \"\\\\ud800\"\nb = '\\ud800' # \\ud800\n",
        "a = 1979-05-27 07:32:00\nb = [07:32:00.5, 1979-05-27T07:32:00-07:00]\n",
        "a = \"1979-13-01\"\n"
      })
  void areNoneOfThese(String document) {
    assertFalse(Toml.parse(new Source(Path.of("recipe.toml"), document)).isEmpty());
  }

  private static void assertRefused(String name, byte[] document, Path file) throws IOException {
    Files.write(file, document);
    String shown = name + ": " + new String(document, UTF_8);
    Failure failure = assertThrows(Failure.class, () -> Toml.parse(Source.of(file)), shown);

    assertEquals(ExitStatus.WRONG_USAGE, failure.status(), shown);
    assertEquals(1, failure.details().size(), shown);
    Matcher place =
        Pattern.compile(Pattern.quote(file + ":") + "([0-9]+):[0-9]+: .+\n(.|\n)*\\^ .+")
            .matcher(failure.details().get(0));
    assertTrue(place.matches(), () -> shown + failure.details());
    long lines = shown.lines().count();
    assertTrue(Long.parseLong(place.group(1)) <= lines + 1, () -> shown + failure.details());
  }

  /** By what is wrong with them. */
  private static Map<String, byte[]> documents() throws IOException {
    Map<String, byte[]> documents = new LinkedHashMap<>();
    for (String[] line : lines("values.txt")) {
      PLACES.forEach(
          (place, form) ->
              documents.put(line[0] + " " + place, form.replace("%s", line[1]).getBytes(UTF_8)));
    }
    for (String file : new String[] {"lines.txt", "tables.txt"}) {
      for (String[] line : lines(file)) {
        documents.put(file + ": " + line[0], unescaped(line[1] + "\n"));
      }
    }
    return documents;
  }

  private static Iterable<String[]> lines(String file) throws IOException {
    try (Stream<String> lines = Files.lines(DIRECTORY.resolve(file))) {
      return lines.map(line -> line.split(" \\| ", 2)).toList();
    }
  }

  private static byte[] unescaped(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher escape = ESCAPE.matcher(line);
    int end = 0;
    while (escape.find()) {
      bytes.writeBytes(line.substring(end, escape.start()).getBytes(UTF_8));
      int code =
          escape.group(1) == null
              ? "\0\n\r".charAt("0nr".indexOf(escape.group(2)))
              : Integer.parseInt(escape.group(1), 16);
      bytes.write(code);
      end = escape.end();
    }
    bytes.writeBytes(line.substring(end).getBytes(UTF_8));
    return bytes.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
