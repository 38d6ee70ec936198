package jbuild.builder.output;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import jbuild.builder.archive.Compression;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.Suite;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.builder.toolset.PackageSource;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two outputs of one tree are the same, byte by byte, also when the tree was copied. */
@Tag("root")
@Tag("beside")
class RepeatedOutputsIT {
  private static final Path FORMATS = BuiltImages.of("test-images/formats.toml");
  private static final PackageSource NONE =
      new PackageSource() {
        @Override
        public Suite suite(Path cache, Progress progress) {
          throw new IllegalStateException("all programs are there");
        }

        @Override
        public Downloads downloads(Path cache) {
          throw new IllegalStateException("all programs are there");
        }
      };

  @TempDir Path directory;

  @Test
  void haveTheSameBytes() throws IOException {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    makeTree(Files.createDirectory(first.resolve("root")));
    Finished.of(new ProcessBuilder("cp", "-a", first.resolve("root").toString(), second.toString()))
        .successfully();

    make(first);
    make(second);

    List<String> names;
    try (Stream<Path> files = Files.list(first.resolve("outputs"))) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertEquals(9, names.size());
    assertAll(
        names.stream()
            .map(
                name ->
                    () ->
                        assertEquals(
                            -1,
                            Files.mismatch(
                                first.resolve("outputs").resolve(name),
                                second.resolve("outputs").resolve(name)),
                            name)));
  }

  private static void makeTree(Path root) throws IOException {
    Path etc = Files.createDirectories(root.resolve("etc/below"));
    for (int number = 0; number < 300; number++) {
      Path file = Files.writeString(etc.resolve("file-" + number), "content ".repeat(number));
      Instant time = Instant.ofEpochSecond(1_600_000_000L + number, number);
      Files.setLastModifiedTime(file, FileTime.from(time));
    }
    Files.createLink(root.resolve("linked"), etc.resolve("file-7"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("etc"));
  }

  private void make(Path work) {
    Path log = directory.resolve("log");
    Launcher launcher = new Launcher(RuntimeDirectory.ofHost());
    Workspace workspace =
        new Workspace(
            work, directory, new MachineSandbox(launcher, log, line -> {}), Progress.SILENT);
    Toolsets tools = new Toolsets(new ProgramTree(FORMATS), NONE);
    List<Step> steps =
        Stream.concat(
                Stream.of(Compression.values())
                    .<Step>map(how -> new TarOutput("web.tar" + how.suffix(), how)),
                Stream.of(
                    new CpioOutput("web.cpio.zst", Compression.ZSTD),
                    new SquashfsOutput("web.squashfs", tools),
                    new ErofsOutput("web.erofs", new UUID(1, 2), tools)))
            .toList();
    new BuildPlan(steps).run(workspace);
  }
}
