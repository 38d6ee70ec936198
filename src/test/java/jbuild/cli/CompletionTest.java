package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real bash makes of half a line; of words with = or : it wants what follows those. */
class CompletionTest {
  private static final List<String> LINES =
      List.of(
          "jbuild expl => explain",
          "jbuild check --onl => --online",
          "jbuild explain system.ti => system.timezone",
          "jbuild check --set distribution.na => distribution.name=",
          "jbuild check --set distribution.name=de => debian",
          "jbuild check --set=distribution.name=de => debian",
          "jbuild check --set image.outputs=squ => squashfs",
          "jbuild check --set image.bootable=f => false",
          "jbuild build --profile  => debug tracing",
          "jbuild build --cell rel => release=",
          "jbuild build --cell release= => trixie bookworm",
          "jbuild build web.toml --cell profile=d => debug",
          "jbuild boot debian:bookw => bookworm",
          "jbuild boot fed => fedora",
          "jbuild init --distribution fed => fedora",
          "jbuild init --distribution=fed => fedora",
          "jbuild init --release no => noble");

  private static final String ASK =
      """
      source ./words 2>errors
      compopt() { :; } # Only bash itself may call it.
      while IFS= read -r line; do
        COMP_LINE=$line COMP_POINT=${#line}
        read -ra COMP_WORDS <<<"$line"
        case $line in *' ') COMP_WORDS+=("") ;; esac
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
        _jbuild
        echo "$line => ${COMPREPLY[*]}"
      done <lines
      """;

  @TempDir Path directory;

  @Test
  void completesVerbsOptionsKeysAndValues() throws IOException, InterruptedException {
    StringWriter script = new StringWriter();
    PrintWriter out = new PrintWriter(script, true);
    assertEquals(0, Main.run(out, out, "completion"));
    write("words", script.toString());
    write("ask", ASK);
    write("lines", String.join("\n", halves().toList()) + "\n");
    String recipe =
        """
        [matrix]
        release = ["trixie", "bookworm"]
        profile = ["", "debug"]
        [profile.debug.packages]
        install = ["gdb"]
        """;
    write("recipe.toml", recipe);
    write("web.toml", recipe);
    Files.createDirectory(directory.resolve("profiles"));
    write("profiles/tracing.toml", "");

    assertEquals(LINES, answers());
    assertEquals("", Files.readString(directory.resolve("errors")));
  }

  private static Stream<String> halves() {
    return LINES.stream().map(line -> line.substring(0, line.indexOf(" => ")));
  }

  private List<String> answers() throws IOException, InterruptedException {
    ProcessBuilder bash =
        new ProcessBuilder("bash", "--norc", "ask")
            .directory(directory.toFile())
            .redirectErrorStream(true);
    bash.environment().put("HOME", directory.toString());
    Process process = bash.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().toList();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
