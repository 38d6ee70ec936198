package jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.StepFailure;
import jbuild.builder.plan.Workspace;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.recipe.Contents;
import jbuild.builder.recipe.ImageFile;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.OutputSettings;
import jbuild.builder.recipe.Owner;
import jbuild.builder.recipe.Password;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.Startup;
import jbuild.builder.recipe.UserSettings;
import jbuild.builder.toolset.NoPackages;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.ImageTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real trees and real outputs; in place of a distribution a few files. */
@Tag("root")
class ImageBuilderTest {
  private static final Invoker ADA = new Invoker(1234, 1235);

  @TempDir Path directory;
  private Path out;
  private Path motd;

  @BeforeEach
  void makeDirectories() throws IOException {
    out = directory.resolve("out");
    motd = Files.writeString(directory.resolve("motd"), "hello\n");
  }

  @Test
  void showsAllOutputsAtTheEndAndNothingElse() throws IOException {
    List<Path> outputs = builder().build(recipe(), out);

    assertAll(
        () -> assertEquals(List.of(out.resolve("web.tar"), out.resolve("web")), outputs),
        () ->
            assertEquals(
                List.of(".web.build", "SHA256SUMS", "latest", "web", "web.log", "web.tar"),
                names(out)),
        () -> assertEquals(Path.of("web"), Files.readSymbolicLink(out.resolve("latest"))),
        () -> assertEquals("hello\n", Files.readString(out.resolve("web/etc/motd"))),
        () -> assertTrue(Files.readString(out.resolve("web.log")).contains("== 1/")));
  }

  @Test
  void givesTheFilesButNotTheTreeToWhoeverTypedSudo() throws IOException {
    builder().build(recipe(), out);

    assertAll(
        Stream.of("", "web.tar", "web.log", "latest", ".web.build")
            .map(name -> () -> assertEquals(ADA.uid(), owner(out.resolve(name)), name)));
    assertEquals(0, owner(out.resolve("web")));
  }

  @Test
  void keepsThePreviousOutputsWhenAStepFails() throws IOException {
    builder().build(recipe(), out);
    Files.writeString(motd, "changed\n");
    Step broken =
        step(
            workspace -> {
              throw new ProgramFailure("apt failed", "exit 100", "mend it", List.of("E: no"));
            });

    Failure failure = assertThrows(Failure.class, () -> builder(broken).build(recipe(), out));

    assertAll(
        () -> assertEquals("a step: apt failed", failure.what()),
        () -> assertEquals("mend it; the full log is " + out.resolve("web.log"), failure.fix()),
        () -> assertEquals(List.of("E: no"), failure.details()),
        () -> assertEquals(ExitStatus.FAILED, failure.status()),
        () -> assertTrue(failure.getCause() instanceof StepFailure),
        () ->
            assertEquals(
                List.of(".web.build", "SHA256SUMS", "latest", "web", "web.log", "web.tar"),
                names(out)),
        () -> assertEquals("hello\n", Files.readString(out.resolve("web/etc/motd"))),
        () -> assertFalse(builder().isCurrent(recipe(), out)));
  }

  @Test
  void isCurrentUntilTheRecipeOrAFileThatItNamesChanges() throws IOException {
    ImageBuilder builder = builder();
    assertFalse(builder.isCurrent(recipe(), out));

    builder.build(recipe(), out);
    assertTrue(builder.isCurrent(recipe(), out));

    Files.writeString(motd, "changed\n");
    assertFalse(builder.isCurrent(recipe(), out));

    builder.build(recipe(), out);
    assertTrue(builder.isCurrent(recipe(), out));
    assertEquals("changed\n", Files.readString(out.resolve("web/etc/motd")));

    Files.delete(out.resolve("web.tar"));
    assertFalse(builder.isCurrent(recipe(), out));
  }

  @Test
  @SuppressWarnings("try") // The lock is held, not used.
  void doesNotBeginWhileAMachineUsesWhatItWouldReplace() throws IOException {
    builder().build(recipe(), out);
    Step never =
        step(
            workspace -> {
              throw new IllegalStateException("begun");
            });

    try (ImageLock machine = ImageLock.exclusive(out.resolve("web"))) {
      Failure failure = assertThrows(Failure.class, () -> builder(never).build(recipe(), out));

      assertEquals("cannot publish " + out.resolve("web"), failure.what());
    }
  }

  @Test
  void doesNotReplaceWhatItHasNotMade() throws IOException {
    Path precious = Files.createDirectories(out.resolve("web")).resolve("precious");
    Files.writeString(precious, "work of years");

    Failure failure = assertThrows(Failure.class, () -> builder().build(recipe(), out));

    assertAll(
        () -> assertEquals("something that jbuild has not made is there", failure.why()),
        () -> assertEquals(ExitStatus.WRONG_USAGE, failure.status()),
        () -> assertEquals("work of years", Files.readString(precious)));
  }

  @Test
  void removesWhatAKilledBuildLeft() throws IOException {
    Path left = Files.createDirectories(out.resolve(".#jbuild-0123/root/etc"));
    Files.writeString(left.resolve("motd"), "half an image");

    builder().build(recipe(), out);

    assertEquals(
        List.of(".web.build", "SHA256SUMS", "latest", "web", "web.log", "web.tar"), names(out));
  }

  @Test
  void leavesTheWorkOfARunningBuildAlone() throws IOException {
    List<String> during = new ArrayList<>();
    Step other =
        step(
            workspace -> {
              builder().build(recipe(), out);
              during.addAll(names(out));
              assertTrue(Files.isDirectory(workspace.directory()));
            });

    builder(other).build(recipe(), out);

    assertEquals(7, during.size());
    assertEquals(
        List.of(".web.build", "SHA256SUMS", "latest", "web", "web.log", "web.tar"), names(out));
  }

  @Test
  void buildsIntoOneDirectoryAtTheSameTimeDoNotMix() throws Exception {
    int builds = 8;
    List<Callable<List<Path>>> tasks = new ArrayList<>();
    for (int i = 0; i < builds; i++) {
      String text = "build " + i;
      tasks.add(() -> builder(write("/number", text)).build(recipe(), out));
    }
    ExecutorService threads = Executors.newFixedThreadPool(builds);
    try {
      for (Future<List<Path>> done : threads.invokeAll(tasks)) {
        assertEquals(2, done.get().size());
      }
    } finally {
      threads.shutdown();
    }

    String number = Files.readString(out.resolve("web/number"));
    String archive = Files.readString(out.resolve("web.tar"), StandardCharsets.ISO_8859_1);
    assertTrue(archive.contains(number), "the archive is of another build than " + number);
    assertEquals(
        List.of(".web.build", "SHA256SUMS", "latest", "web", "web.log", "web.tar"), names(out));
  }

  private Recipe recipe() {
    return new Recipe(
        new Recipe.Image(
            "web", Optional.empty(), List.of(OutputFormat.TAR, OutputFormat.DIRECTORY), true),
        new Recipe.Distribution(
            "debian",
            "trixie",
            HostArchitecture.current().names().get(0),
            Optional.empty(),
            Optional.empty(),
            List.of("main"),
            false),
        new Recipe.Packages(List.of(), List.of()),
        new Recipe.Settings("web", "UTC", "C.UTF-8", new Password.Locked()),
        new Recipe.Services(List.of(), List.of(), List.of()),
        Startup.STANDARD,
        UserSettings.NONE,
        Recipe.Boot.STANDARD,
        OutputSettings.STANDARD,
        Contents.of(
            List.of(
                new ImageFile("/etc/motd", new ImageFile.Content.Copy(motd), 0644, Owner.ROOT))),
        List.of());
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static Step write(String path, String text) {
    return step(
        workspace -> {
          try (ImageTree tree = ImageTree.open(workspace.root())) {
            tree.write(path, text.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
          }
        });
  }

  private static Step step(Consumer<Workspace> action) {
    return new Step() {
      @Override
      public String name() {
        return "a step";
      }

      @Override
      public void run(Workspace workspace) {
        action.accept(workspace);
      }
    };
  }

  /** The least that the settings need, and more steps. */
  private ImageBuilder builder(Step... more) {
    List<Step> base =
        List.of(
            step(
                workspace -> {
                  try {
                    Files.createDirectory(workspace.root());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }),
            write("/etc/shadow", "root:*:20000:0:99999:7:::\n"));
    return new ImageBuilder(
        directory.resolve("cache"),
        (log, logged) ->
            (command, lines) -> {
              throw new IllegalStateException("no program is needed: " + command.argv());
            },
        Progress.SILENT,
        Optional.of(ADA),
        Map.of(),
        new DistributionProfiles(),
        tools ->
            (recipe, packages, ground) ->
                new Installer.Installation(base, List.of(more), tools.with(new NoPackages())),
        Optional.empty());
  }
}
