package jbuild.builder.recipe.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlValueTest {
  @Test
  void writesValuesAsPeopleDo() {
    assertEquals("\"a \\\"b\\\" \\\\\"", TomlValue.of("a \"b\" \\"));
    assertEquals("[1, true, \"x\"]", TomlValue.of(List.of(1, true, "x")));
    assertEquals("{\"a b\" = {c-d = 2.5}}", TomlValue.of(Map.of("a b", Map.of("c-d", 2.5))));
    assertEquals("\"\"\"\na\nb\"\"\"", TomlValue.lines("a\nb"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"",
        "'",
        "\\",
        "\n",
        "a\tb",
        "\r\n",
        "\u001b[31m",
        "\u202e",
        "ä",
        "\uD83D\uDE00",
        "\"\"\"",
        "ends in \\",
        "\u0000",
        "\u007f\u009b"
      })
  void whatItWritesIsReadAsTheSame(String text) {
    assertEquals(text, read(TomlValue.of(text)));
    assertEquals(text, read(TomlValue.lines(text)));
    assertEquals(Map.of(text, "x"), read(TomlValue.of(Map.of(text, "x"))));
  }

  private static Object read(String value) {
    return Toml.parse(new Source(Path.of("x.toml"), "v = " + value)).get("v");
  }
}
