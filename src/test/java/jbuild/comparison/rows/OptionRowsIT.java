package jbuild.comparison.rows;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jbuild.comparison.TestNetwork;
import jbuild.comparison.rows.Case.Basis;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option does what it does under systemd-nspawn 252, or what its reference says. */
@Tag("root")
@Tag("beside")
@Execution(ExecutionMode.CONCURRENT)
class OptionRowsIT {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** An overlay cannot be in memory of the tools. */
  private static final Path TEMPORARY = Path.of("/var/tmp");

  @TempDir static Path directory;
  private static SmallSystem system;

  @BeforeAll
  static void makeASystem() throws IOException {
    system = SmallSystem.in(directory.resolve("system"));
  }

  static Stream<Row> rows() {
    return Rows.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void doesWhatIsExpected(Row row) throws Exception {
    for (Case one : row.cases()) {
      String name = "row-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
      if (one.basis() == Basis.ORIGINAL) {
        check(one, place("original", name), OptionRowsIT::original);
      }
      Place place = place("ours", name);
      Finished ours = check(one, place, OptionRowsIT::jbuild);
      String message = place.filled(one.expected().message());
      assertTrue(ours.errors().contains(message), ours.errors());
      if (message.isEmpty() && ours.status() == 0) {
        assertEquals("", ours.errors(), "with --quiet");
      }
    }
  }

  private static Place place(String side, String name) throws IOException {
    Place place = new Place(Files.createDirectories(directory.resolve(name).resolve(side)), name);
    place.fill(system);
    return place;
  }

  /** Runs the words of a case in a place. */
  @FunctionalInterface
  private interface Program {
    Finished run(Case one, Place place, List<String> words);
  }

  private static Finished check(Case one, Place place, Program program) throws Exception {
    one.before().in(place);
    List<String> words = new ArrayList<>();
    one.options().forEach(option -> words.add(place.filled(option)));
    one.command().forEach(word -> words.add(place.filled(word)));
    Finished finished = run(one, place, words, program);
    String said = one.expected().counting(finished.output()) + one.after().in(place);
    assertAll(
        place.directory().getFileName() + " " + words + "\n" + finished.errors(),
        () -> assertEquals(place.filled(one.expected().text()), said),
        () -> assertEquals(one.expected().status(), finished.status()));
    Trees.remove(place.directory());
    return finished;
  }

  private static Finished run(Case one, Place place, List<String> words, Program program) {
    if (!hasLinks(words)) {
      return program.run(one, place, words);
    }
    try (TestNetwork network = TestNetwork.open()) {
      return network.inside(() -> program.run(one, place, words));
    }
  }

  private static boolean hasLinks(List<String> words) {
    return words.stream().anyMatch(word -> word.equals("-n") || word.startsWith("--network-"));
  }

  private static Finished original(Case one, Place place, List<String> words) {
    ToolsImage tools = ToolsImage.get().showing(place.directory()).showing(TEMPORARY);
    try (SystemdNspawn original = new SystemdNspawn(tools, one.environment())) {
      if (hasLinks(words)) {
        return Finished.of(original.network(words));
      }
      return words.contains("-i") ? original.runDisk(words) : original.run(words);
    }
  }

  private static Finished jbuild(Case one, Place place, List<String> words) {
    List<String> all = new ArrayList<>(List.of("nspawn", "--quiet"));
    if (one.keepsUnit()) {
      all.addAll(List.of("--register=no", "--keep-unit"));
    }
    all.addAll(words);
    ProcessBuilder program = BuiltImages.jbuild(all.toArray(String[]::new));
    program.environment().putAll(one.environment());
    return Finished.of(program);
  }
}
