package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal that fails early is not noticed otherwise: starts are slower, and that is all. */
@Tag("root")
class PreparationTest {
  @TempDir Path directory;
  private final StringWriter err = new StringWriter();

  @Test
  void rehearsesWithAnImageThatBoots() throws IOException {
    assertEquals(0, start("boot", "--quiet"), err.toString());
  }

  @Test
  void rehearsesWithAnImageThatRunsACommand() throws IOException {
    assertEquals(0, start("run", "--quiet", "--pipe", "--", "/bin/sh", "-c", ":"), err.toString());
  }

  @Test
  void rehearsesWithUsersOfItsOwn() throws IOException {
    assertEquals(0, start("run", "-q", "--pipe", "-U", "--", "/bin/sh", "-c", ":"), err.toString());
  }

  @Test
  void rehearsesWithARootThatIsForgotten() throws IOException {
    assertEquals(
        0,
        start("nspawn", "-q", "--pipe", "--volatile=overlay", "/bin/sh", "-c", ":"),
        err.toString());
  }

  @Test
  void rehearsesBuildsToTheirEnds() throws IOException {
    for (Path image : new BuildRehearsal(directory).run()) {
      assertEquals(image.getFileName() + "\n", Files.readString(image.resolve("etc/hostname")));
    }
    assertTrue(Files.exists(directory.resolve("out/fedora/etc/shadow")));
  }

  private int start(String verb, String... words) throws IOException {
    String image = "--directory=" + Preparation.smallImage(directory);
    String[] all =
        Stream.concat(Stream.of(verb, image, "--bind-ro=/usr"), Stream.of(words))
            .toArray(String[]::new);
    return Main.run(new PrintWriter(err, true), new PrintWriter(err, true), all);
  }
}
