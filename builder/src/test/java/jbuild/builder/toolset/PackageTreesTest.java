package jbuild.builder.toolset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.builder.plan.Progress;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class PackageTreesTest {
  @TempDir Path cache;

  @Test
  void removesWhatKilledBuildsLeftAndTreesThatNobodyFindsAnyMore() throws IOException {
    left("incoming-killed", Duration.ofDays(2));
    left("incoming-of-a-build-that-lives", Duration.ofHours(2));
    left("debootstrap-0123456789abcdef", Duration.ofDays(32));
    left("debootstrap-maybe-in-use", Duration.ofHours(30 * 24 + 1));

    Path made = make();

    assertEquals(
        Set.of(
            "incoming-of-a-build-that-lives",
            "debootstrap-maybe-in-use",
            made.getFileName().toString()),
        names());
  }

  @Test
  void neverShowsHalfOfATreeThatIsBeingRemoved() throws Exception {
    String name = "debootstrap-0123456789abcdef";
    left(name, Duration.ofDays(32));

    // A removal ends at a mount, so half of it is done then.
    FutureTask<Failure> removal =
        new FutureTask<>(
            () -> {
              Namespaces.leaveMounts();
              Path file = cache.resolve("tools").resolve(name).resolve("file");
              try (Fd place = Descriptors.onHost(BytePath.of(file.toString()));
                  Fd mount = Mounts.copyAlone(place)) {
                Mounts.attach(mount, place);
              }
              return assertThrows(Failure.class, this::make);
            });
    new Thread(removal).start();
    removal.get();

    assertEquals(List.of(), names().stream().filter(name::equals).toList());
    make();
  }

  private void left(String name, Duration age) throws IOException {
    Path tree = Files.createDirectories(cache.resolve("tools").resolve(name));
    Files.writeString(tree.resolve("file"), "");
    Files.setLastModifiedTime(tree, FileTime.from(Instant.now().minus(age)));
  }

  private Path make() {
    return new PackageTrees(cache)
        .make(
            new PackageTree("debootstrap", List.of("debootstrap"), Set.of(), tree -> {}),
            new NoPackages(),
            Progress.SILENT);
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> trees = Files.list(cache.resolve("tools"))) {
      return trees.map(tree -> tree.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
