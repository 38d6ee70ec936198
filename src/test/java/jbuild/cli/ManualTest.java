package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualTest {
  private static final Set<String> MACROS =
      Set.of("TH", "SH", "PP", "TP", "RS", "RE", "nf", "fi", "sp", "ad");

  /** What may follow a backslash, see groff_char(7) and groff(7). */
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(e|-|&|\\((aq|ga|ha|ti|dq)|\\[u[0-9A-F]{4,6}\\]|f[BR])");

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void hasAPageForEachVerbAndOneForRecipes() throws IOException {
    assertEquals(0, run("man", "--directory=" + directory));
    List<String> expected = new ArrayList<>(List.of("jbuild.1", "jbuild-recipe.5"));
    Verbs.names().forEach(verb -> expected.add("jbuild-" + verb + ".1"));
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    Collections.sort(expected);
    Collections.sort(names);

    assertEquals(expected, names);
    assertAll(names.stream().map(name -> () -> assertWellFormed(directory.resolve(name))));
  }

  /** What groff and mandoc complain of: unknown requests and escapes, blocks that do not end. */
  private static void assertWellFormed(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int open = 0;
    assertTrue(lines.get(0).matches("\\.TH \"JBUILD.*\" \"[15]\" .*"), lines.get(0));
    for (String line : lines) {
      String shown = file.getFileName() + ": " + line;
      assertTrue(!line.isEmpty() && !line.startsWith("'"), shown);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), shown);
      if (line.startsWith(".")) {
        String macro = line.substring(1).split(" ", 2)[0];
        assertTrue(MACROS.contains(macro), shown);
        open += Set.of("RS", "nf").contains(macro) ? 1 : 0;
        open -= Set.of("RE", "fi").contains(macro) ? 1 : 0;
      }
      Matcher escape = ESCAPE.matcher(line);
      assertEquals(-1, escape.replaceAll("").indexOf('\\'), shown);
    }
    assertEquals(0, open, file + " has blocks that do not end");
    assertTrue(lines.contains(".SH \"NAME\"") && lines.contains(".SH \"SEE ALSO\""), "" + file);
  }

  @Test
  void saysOfAVerbWhatItsHelpSays() {
    assertEquals(0, run("man", "check"));

    assertAll(
        () -> assertTrue(out.toString().startsWith(".TH \"JBUILD\\-CHECK\" \"1\"")),
        () -> assertTrue(out.toString().contains("\\fBjbuild check [OPTIONS] [RECIPE...]\\fR\n")),
        () -> assertTrue(out.toString().contains("\n.TP\n\\fB\\-\\-online\\fR\nAsk the mirrors")),
        () -> assertTrue(out.toString().contains("(default: ./recipe.toml).\n")));
  }

  @Test
  void saysOfKeysWhatTheReferenceSays() {
    assertEquals(0, run("man", "recipe.5"));

    assertTrue(
        out.toString()
            .contains(
                """
                .TP
                \\fBtimezone\\fR
                The time zone of the system.
                .sp
                Value: a time zone, for example Europe/Paris.
                .sp
                Default: "UTC". Since jbuild 0.1.
                .sp
                timezone = "Europe/Paris"
                """),
        out.toString());
  }

  @Test
  void suggestsTheNearestPage() {
    assertEquals(2, run("man", "biuld"));
    assertEquals(
        """
        error: cannot show a manual page of 'biuld'
          why: jbuild has no such verb
          fix: did you mean 'build'?
        """,
        err.toString());
  }

  private int run(String... words) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
  }
}
