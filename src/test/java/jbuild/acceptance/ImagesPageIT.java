package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Compression;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/images.md do what it says, in its order. */
@Tag("root")
class ImagesPageIT {
  private static final int COMMANDS = 21;
  private static final Pattern TESTED =
      Pattern.compile("<!-- tested -->\n```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void everyCommandSucceeds() throws IOException {
    String page = Files.readString(Jbuild.HOME.resolve("docs/images.md"));
    List<String> commands =
        TESTED.matcher(page).results().flatMap(block -> block.group(1).lines()).toList();
    makeFiles();
    Map<String, String> environment =
        Map.of("JBUILD_MACHINES", directory.resolve("machines").toString(), "EDITOR", "true");

    assertEquals(COMMANDS, commands.size());
    for (String command : commands) {
      String[] words = command.replaceFirst("^sudo ", "").split(" ");
      assertEquals("jbuild", words[0], command);
      Jbuild.Result result =
          Jbuild.run(
              directory, environment, Jbuild.words(Arrays.copyOfRange(words, 1, words.length)));
      assertEquals(0, result.status(), command + "\n" + result.err());
    }

    assertTrue(Files.exists(directory.resolve("web-copy.tar.zst")));
  }

  private void makeFiles() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Files.writeString(Files.createDirectory(tree.resolve("etc")).resolve("os-release"), "ID=x\n");
    Archives.write(tree, directory.resolve("web.tar.gz"), Compression.GZIP, notice -> {});
    try (OutputStream disk =
        Compression.XZ.compress(Files.newOutputStream(directory.resolve("disk.raw.xz")))) {
      // As much of a squashfs as an import looks at.
      disk.write("hsqs".getBytes(StandardCharsets.US_ASCII));
      disk.write(new byte[1 << 20]);
    }
  }
}
