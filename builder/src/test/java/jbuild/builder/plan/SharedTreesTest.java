package jbuild.builder.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class SharedTreesTest {
  @TempDir Path directory;
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void areMadeOnceHoweverManyWantThem() throws IOException {
    try (SharedTrees trees = new SharedTrees(directory, List.of("base", "base", "base"))) {
      List<CompletableFuture<Path>> builds = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String name = "image" + i;
        builds.add(
            CompletableFuture.supplyAsync(
                () -> build(trees, name, this::make), task -> new Thread(task).start()));
      }
      for (CompletableFuture<Path> build : builds) {
        assertEquals("made", Files.readString(build.join().resolve("usr/file")));
      }
    }

    assertEquals(1, made.get());
    assertEquals(List.of("image0", "image1", "image2"), list(directory));
  }

  @Test
  void takeThePlaceOfWhatAStepPrepared() throws IOException {
    try (SharedTrees trees = new SharedTrees(directory, List.of("base", "base"))) {
      build(trees, "first", this::make);
      Path root = Files.createDirectories(directory.resolve("second/root"));
      Files.createDirectories(root.resolve("usr"));

      build(trees, "second", this::make);

      assertEquals("made", Files.readString(root.resolve("usr/file")));
    }
  }

  @Test
  void areNotKeptForOneBuild() {
    try (SharedTrees trees = new SharedTrees(directory, List.of("base", "other"))) {
      build(trees, "image", this::make);

      assertEquals(List.of("image"), list(directory));
    }
  }

  @Test
  void areRemovedWhenTheLastOneHasThem() {
    try (SharedTrees trees = new SharedTrees(directory, List.of("base", "base"))) {
      build(trees, "first", this::make);
      assertEquals(List.of("tree-0"), kept());

      build(trees, "second", this::make);

      assertEquals(List.of(), kept());
    }
  }

  @Test
  void failForAllThatWantThem() {
    Consumer<Path> broken =
        root -> {
          throw new Failure(ExitStatus.NETWORK, "no mirror", "silence", "wait");
        };
    try (SharedTrees trees = new SharedTrees(directory, List.of("base", "base"))) {
      assertThrows(Failure.class, () -> build(trees, "first", broken));

      Failure failure = assertThrows(Failure.class, () -> build(trees, "second", this::make));

      assertEquals("make it: no mirror", failure.what());
      assertEquals(ExitStatus.NETWORK, failure.status());
    }
    assertEquals(0, made.get());
  }

  private void make(Path root) {
    made.incrementAndGet();
    try {
      Files.createDirectories(root.resolve("usr"));
      Files.writeString(root.resolve("usr/file"), "made");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the root. */
  private Path build(SharedTrees trees, String name, Consumer<Path> making) {
    Path place = directory.resolve(name);
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Workspace workspace = new Workspace(place, directory, (command, lines) -> {}, Progress.SILENT);
    new BuildPlan(List.of(new Making(making))).sharing(trees).run(workspace);
    return workspace.root();
  }

  /** A step that fills a root. */
  private record Making(Consumer<Path> action) implements Step {
    @Override
    public String name() {
      return "make it";
    }

    @Override
    public void run(Workspace workspace) {
      action.accept(workspace.root());
    }

    @Override
    public Optional<String> product() {
      return Optional.of("base");
    }
  }

  private List<String> kept() {
    return list(directory).stream()
        .filter(name -> name.startsWith("."))
        .flatMap(name -> list(directory.resolve(name)).stream())
        .toList();
  }

  private static List<String> list(Path place) {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
