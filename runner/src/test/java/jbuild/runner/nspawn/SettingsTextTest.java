package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.nspawn.SettingsText.Assignment;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SettingsTextTest {
  private static final Path FILE = Path.of("/web.nspawn");

  @Test
  void hasWhatStandsBehindEachKey() {
    SettingsText text = parse("[Exec]\n Boot = yes \n\n[Files]\nBind=/a=b:/c\n[Exec]\nUser=\n");

    assertEquals(
        List.of(
            new Assignment(2, "Exec", "Boot", "yes"),
            new Assignment(5, "Files", "Bind", "/a=b:/c"),
            new Assignment(7, "Exec", "User", "")),
        text.assignments());
    assertEquals(List.of(), text.warnings());
  }

  @Test
  void joinsLinesThatEndWithABackslashAndLeavesOutCommentsBetweenThem() {
    SettingsText text = parse("[Exec]\n# Boot=yes\nParameters=a\\\n; x\\\n  b\\\\\nUser=c\\\n");

    assertEquals(
        List.of(
            new Assignment(5, "Exec", "Parameters", "a b\\\\"),
            new Assignment(6, "Exec", "User", "c")),
        text.assignments());
  }

  @Test
  void endsLinesAsTheOriginalDoes() {
    SettingsText text = parse("\u00ef\u00bb\u00bf[Exec]\r\nA=1\rB=2\n\rC=3\0D=4\n\nE=5");

    assertEquals(
        List.of(
            new Assignment(2, "Exec", "A", "1"),
            new Assignment(3, "Exec", "B", "2"),
            new Assignment(4, "Exec", "C", "3"),
            new Assignment(5, "Exec", "D", "4"),
            new Assignment(7, "Exec", "E", "5")),
        text.assignments());
  }

  @Test
  void readsCharactersOfManyBytes() {
    String line =
        new String("User=š".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertEquals(
        List.of(new Assignment(2, "Exec", "User", "š")), parse("[Exec]\n" + line).assignments());
  }

  @Test
  void goesOnBehindLinesThatMeanNothing() {
    SettingsText text = parse("A=1\n[Foo]\nB=2\n[X-Mine]\nC=3\n[Exec]\nD\n=5\nX-E=6\nF=7\n");

    assertEquals(List.of(new Assignment(10, "Exec", "F", "7")), text.assignments());
    assertEquals(
        List.of(
            "/web.nspawn:1: ignoring what stands before the first section",
            "/web.nspawn:2: ignoring the unknown section [Foo]",
            "/web.nspawn:7: ignoring a line without =: D",
            "/web.nspawn:8: ignoring a line without a key: =5"),
        text.warnings());
  }

  @Test
  void endsWhereNobodyCanKnowWhatFollows() {
    Failure bracket = assertThrows(Failure.class, () -> parse("\n[Exec\nBoot=yes\n"));
    Failure bytes = assertThrows(Failure.class, () -> parse("# \u00ff\n[Exec]\nUser=\u00ff\n"));

    assertEquals(
        "cannot read /web.nspawn, line 2: there is no ] at the end of a section's name",
        bracket.getMessage());
    assertEquals("cannot read /web.nspawn, line 3: it is not UTF-8", bytes.getMessage());
  }

  @Test
  void isReadInNoTimeWhateverItSays() {
    String text = "[Exec]\nUser=" + "\\\n".repeat(128 * 1024);

    Assertions.assertTimeout(Duration.ofSeconds(2), () -> parse(text));
  }

  /** Each character is one byte. */
  private static SettingsText parse(String bytes) {
    return SettingsText.parse(FILE, bytes.getBytes(StandardCharsets.ISO_8859_1));
  }
}
