package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks hold between jbuild and systemd-nspawn, in both directions. */
@SuppressWarnings("try") // Locks are there only to be held.
class ImageLockIT {
  private static final Path LOCKS = Path.of("/run/systemd/nspawn");

  @TempDir Path directory;
  private Path tree;
  private SystemdNspawn original;

  @BeforeEach
  void makeATreeThatShowsTheProgramsOfAnother() throws IOException {
    Files.createDirectories(LOCKS);
    tree = Files.createDirectory(directory.resolve("tree"));
    for (String name : List.of("usr", "etc", "proc", "sys", "dev", "run", "tmp", "var", "root")) {
      Files.createDirectory(tree.resolve(name));
    }
    for (String name : List.of("bin", "lib", "lib64", "sbin")) {
      Files.createSymbolicLink(tree.resolve(name), Path.of("usr", name));
    }
    Path programs = BuiltImages.of("test-images/tools.toml").resolve("usr");
    ToolsImage tools = ToolsImage.get().showing(directory).showing(LOCKS).showing(programs);
    original = new SystemdNspawn(tools, Map.of());
  }

  @AfterEach
  void removeItsGroups() {
    original.close();
  }

  private List<String> words(String... more) {
    Path programs = BuiltImages.of("test-images/tools.toml").resolve("usr");
    List<String> words = List.of("-D", tree.toString(), "--bind-ro=" + programs + ":/usr");
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  @Test
  void keepsJbuildOutOfWhatSystemdNspawnWritesTo() throws IOException, InterruptedException {
    ProcessBuilder machine =
        new ProcessBuilder(original.words(words("--pipe", "cat").toArray(String[]::new)));
    Process process = machine.redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      process.getOutputStream().write("started\n".getBytes());
      process.getOutputStream().flush();
      assertEquals("started", output.readLine());

      Failure failure = assertThrows(Failure.class, () -> ImageLock.shared(tree));

      assertEquals("Directory tree " + tree + " is currently busy.", failure.why());
    } finally {
      process.getOutputStream().close();
      process.waitFor();
    }
    ImageLock.exclusive(tree).close();
  }

  @Test
  void keepsSystemdNspawnOutOfWhatJbuildWritesTo() {
    try (ImageLock lock = ImageLock.exclusive(tree)) {
      Finished refused = original.run(words("--read-only", "true"));

      assertEquals(1, refused.status());
      assertTrue(refused.errors().contains("is currently busy"), refused.errors());
    }
  }
}
