package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import jbuild.tools.BuiltImages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first minutes with jbuild, on a machine that has what the README asks for and no more. */
@Tag("root")
class FreshMachineIT {
  private static final String MACHINE = "fresh-it";
  private static final Duration FIRST_BUILD = Duration.ofMinutes(12);

  /** What a clone does not have: results, and what is known of other versions. */
  private static final Set<String> NOT_CLONED = Set.of("target", "out", ".git");

  @TempDir Path directory;
  private Path clone;
  private Path cache;
  private Path mirrors;

  @BeforeEach
  void makeWhatTheMachineHas() throws IOException {
    clone = Files.createDirectory(directory.resolve("clone"));
    cache = Files.createDirectory(directory.resolve("cache"));
    mirrors = Files.createDirectory(directory.resolve("apt"));
    copy(Jbuild.HOME, clone);
    copy(Path.of("/etc/apt"), mirrors);
  }

  @Test
  void oneCommandLeadsFromACloneToALogin() throws IOException {
    Path machine = BuiltImages.of("test-images/fresh.toml");
    HostState before = HostState.with(MACHINE);

    try (Terminal terminal = new Terminal(Jbuild.HOME, inMachine(machine))) {
      RootShell shell = RootShell.of(terminal, "debian", FIRST_BUILD);
      shell.expectAllIsWell();
      int status = shell.powerOff();

      assertAll(
          () -> assertEquals(0, status, terminal::rest), () -> assertTrue(terminal.isRestored()));
    }

    assertEquals(before, HostState.with(MACHINE));
  }

  private List<String> inMachine(Path machine) throws IOException {
    Path script = Path.of("test/resources/jbuild/acceptance/fresh-machine.sh");
    String libraries = System.getProperty("localRepository", home(".m2/repository"));
    return Jbuild.words(
        "run",
        "--quiet",
        "--machine=" + MACHINE,
        "--directory=" + machine,
        "--read-only",
        // Builds have a network of their own, that somebody has to switch on.
        "--capability=CAP_NET_ADMIN",
        "--bind=" + clone + ":/root/jbuild",
        "--bind=" + cache + ":/var/cache/jbuild",
        "--bind-ro=" + mirrors + ":/etc/apt",
        "--bind=" + libraries + ":/root/.m2/repository",
        "--chdir=/root/jbuild",
        "--",
        "sh",
        "-c",
        Files.readString(script));
  }

  private static String home(String path) {
    return Path.of(System.getProperty("user.home"), path).toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_CLONED.contains(path.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(path)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!NOT_CLONED.contains(file.getFileName().toString())) {
              Files.copy(
                  file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
