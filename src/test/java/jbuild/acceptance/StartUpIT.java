package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes starts slow would come back unnoticed; see docs/performance.md. */
@Tag("root")
class StartUpIT {
  private static final int MOST_LAMBDAS = 12;

  @TempDir Path directory;

  @Test
  void aStartLinksFewLambdasAndLoadsNoParserOfWords() throws IOException {
    List<String> run = loadedBy("run", "--quiet", "--read-only", "-D", image(), "--", "true");
    List<String> nspawn = loadedBy("nspawn", "--quiet", "--read-only", "-D", image(), "true");

    assertAll(
        () -> assertFew(run),
        () -> assertFew(nspawn),
        () -> assertEquals(List.of(), containing(run, "picocli.CommandLine[$]Model")),
        () -> assertEquals(List.of(), containing(nspawn, "picocli.CommandLine[$]Model")));
  }

  private static String image() {
    return SharedImages.debian().toString();
  }

  private static void assertFew(List<String> loaded) {
    List<String> lambdas = containing(loaded, "] jbuild.*[$][$]Lambda.*");
    assertTrue(lambdas.size() <= MOST_LAMBDAS, lambdas.toString());
  }

  private static List<String> containing(List<String> loaded, String part) {
    return loaded.stream().filter(line -> line.matches(".*" + part + ".*")).toList();
  }

  /** A line for each class. */
  private List<String> loadedBy(String... words) throws IOException {
    Path log = directory.resolve(words[0] + ".txt");
    Map<String, String> options = Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
    Jbuild.Result result = Jbuild.run(Jbuild.HOME, options, Jbuild.words(words));
    assertEquals(0, result.status(), result.err());
    return Files.readAllLines(log);
  }
}
