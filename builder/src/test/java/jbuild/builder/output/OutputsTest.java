package jbuild.builder.output;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Compression;
import jbuild.builder.archive.Limits;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.SampleRecipe;
import jbuild.builder.recipe.Signing;
import jbuild.builder.signature.SigningKey;
import jbuild.builder.toolset.NoPackages;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  private static final int LIMIT = 100;

  private static final String DIGEST_OF_NEW =
      "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437";

  private static final Toolsets TOOLS = Toolsets.of(new NoPackages());

  @TempDir Path directory;

  @Test
  void archivesTheTreeBeforeTheTreeBecomesTheOutput() {
    Recipe recipe = SampleRecipe.of("web", OutputFormat.DIRECTORY, OutputFormat.TAR_XZ);

    List<Step> steps = Outputs.steps(recipe, directory, "key", TOOLS);

    assertEquals(
        List.of(
            new TarOutput("web.tar.xz", Compression.XZ),
            new Checksums(List.of("web.tar.xz")),
            new DirectoryOutput("web"),
            new Stamp("web", "key", "web"),
            new Publication(
                directory,
                List.of("web", "web.tar.xz", "SHA256SUMS", "latest", ".web.build"),
                List.of(new ChecksumFile(directory, List.of("web.tar.xz"), Optional.empty())))),
        steps);
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    assertAll(
        Stream.of("", ".", "..", "a/b", "/etc")
            .map(
                name ->
                    () ->
                        assertThrows(
                            IllegalArgumentException.class, () -> new DirectoryOutput(name))));
  }

  @Test
  void makesADirectoryForItsOwnerOnlyAndLeavesAnExistingOneAsItIs() throws IOException {
    Path made = directory.resolve("some/where/out");
    OutputDirectory.make(made);
    assertEquals("rwx------", mode("some/where/out"));

    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    OutputDirectory.make(made);
    assertEquals("rwxr-xr-x", mode("some/where/out"));
  }

  @Test
  @Tag("root")
  void replacesEarlierOutputsAndLeavesNothingElseBehind() throws IOException {
    PublishingProgram.publish(directory, 1);
    PublishingProgram.publish(directory, 2);

    assertAll(
        () -> assertEquals(List.of("2", "2", "2"), contents(directory.resolve("web"))),
        () -> assertEquals(List.of("2", "2", "2"), contentsOfTheArchive()),
        () ->
            assertEquals(
                List.of(".web.build", "SHA256SUMS", "latest", "web", "web.tar.zst"), names()),
        () -> assertEquals("rw-------", mode("web.tar.zst")));
  }

  @Test
  @Tag("root")
  @SuppressWarnings("try") // The lock is there to be held.
  void leavesAllOutputsAsTheyWereWhileAMachineUsesTheTree() throws IOException {
    PublishingProgram.publish(directory, 1);
    Path tree = directory.resolve("web");

    try (ImageLock machine = ImageLock.shared(tree)) {
      Failure failure = assertThrows(Failure.class, () -> PublishingProgram.publish(directory, 2));

      assertTrue(failure.what().endsWith("cannot publish " + tree), failure.what());
      assertEquals(
          "a machine or another program uses the one that is there, and would lose its files",
          failure.why());
    }
    assertAll(
        () -> assertEquals(List.of("1", "1", "1"), contents(tree)),
        () -> assertEquals(List.of("1", "1", "1"), contentsOfTheArchive()));
    PublishingProgram.publish(directory, 3);
    assertEquals(List.of("3", "3", "3"), contents(tree));
  }

  @Test
  @Tag("root")
  void replacesAFileByADirectoryAndTheOtherWayRound() throws IOException {
    Files.writeString(directory.resolve("web"), "a file");
    Files.createDirectories(directory.resolve("web.tar.zst/below"));

    PublishingProgram.publish(directory, 1);

    assertAll(
        () -> assertTrue(Files.isDirectory(directory.resolve("web"))),
        () -> assertEquals(List.of("1", "1", "1"), contentsOfTheArchive()));
  }

  @Test
  void leavesAllOutputsAsTheyWereWhenOneCannotBePublished() throws IOException {
    Path own = Files.createDirectory(directory.resolve(".#jbuild-1"));
    Workspace workspace = PublishingProgram.workspace(own, directory);
    Path staging = Staging.make(workspace);
    Files.writeString(directory.resolve("replaced"), "old");
    Files.writeString(staging.resolve("replaced"), "new");
    Files.writeString(staging.resolve("added"), "new");
    Publication publication =
        new Publication(directory, List.of("replaced", "added", "never made"));

    assertThrows(Failure.class, () -> publication.run(workspace));

    assertAll(
        () -> assertEquals("old", Files.readString(directory.resolve("replaced"))),
        () -> assertEquals(List.of(".#jbuild-1", "replaced"), names()));
  }

  @Test
  void keepsChecksumsOfOtherImagesAsLongAsTheirFilesAreThere() throws IOException {
    Path own = Files.createDirectory(directory.resolve(".#jbuild-1"));
    Workspace workspace = PublishingProgram.workspace(own, directory);
    Files.writeString(Staging.make(workspace).resolve("web.tar"), "new");
    Files.writeString(directory.resolve("db.tar"), "of another image");
    Files.writeString(directory.resolve("SHA256SUMS.gpg"), "of what the file said before");
    Files.writeString(
        directory.resolve("SHA256SUMS"),
        "0".repeat(64)
            + "  gone.tar\n"
            + "1".repeat(64)
            + "  web.tar\n"
            + "2".repeat(64)
            + " *db.tar\n"
            + "no checksum\n");
    ChecksumFile file = new ChecksumFile(directory, List.of("web.tar"), Optional.empty());

    new Checksums(List.of("web.tar")).run(workspace);
    new Publication(directory, List.of("web.tar", "SHA256SUMS"), List.of(file)).run(workspace);

    assertAll(
        () ->
            assertEquals(
                "2".repeat(64) + " *db.tar\n" + DIGEST_OF_NEW + "  web.tar\n",
                Files.readString(directory.resolve("SHA256SUMS"))),
        () -> assertEquals(List.of(".#jbuild-1", "SHA256SUMS", "db.tar", "web.tar"), names()));
  }

  @Test
  void signsAllChecksumsThatAreRightAndRemovesASignatureOfTheOtherKind() throws IOException {
    Path own = Files.createDirectory(directory.resolve(".#jbuild-1"));
    Workspace workspace = PublishingProgram.workspace(own, directory);
    Files.writeString(Staging.make(workspace).resolve("web.tar"), "new");
    Files.writeString(directory.resolve("SHA256SUMS.gpg"), "of what the file said before");
    Files.writeString(directory.resolve("db.tar"), "changed");
    Files.writeString(directory.resolve("same.tar"), "new");
    Files.createDirectory(directory.resolve("tree"));
    Files.writeString(
        directory.resolve("SHA256SUMS"),
        DIGEST_OF_NEW
            + "  gone.tar\n"
            + DIGEST_OF_NEW
            + "  tree\n"
            + DIGEST_OF_NEW
            + "  db.tar\n"
            + DIGEST_OF_NEW
            + " *same.tar\n");
    Path key = Files.createDirectory(directory.resolve("keys")).resolve("key");
    try (InputStream in = SigningKey.class.getResourceAsStream("subkeys.gpg")) {
      Files.copy(in, key);
    }
    Signing signing = new Signing(key, Optional.empty(), true);
    ChecksumFile file = new ChecksumFile(directory, List.of("web.tar"), Optional.of(signing));

    new Checksums(List.of("web.tar")).run(workspace);
    new Publication(directory, file.published(), List.of(file)).run(workspace);

    assertEquals(
        DIGEST_OF_NEW + " *same.tar\n" + DIGEST_OF_NEW + "  web.tar\n",
        Files.readString(directory.resolve("SHA256SUMS")));
    assertTrue(
        Files.readString(directory.resolve("SHA256SUMS.asc")).startsWith("-----BEGIN PGP SIG"));
    assertFalse(Files.exists(directory.resolve("SHA256SUMS.gpg")));
  }

  @Test
  void refusesToReplaceWhatIsNoFileOfChecksums() throws IOException {
    Path own = Files.createDirectory(directory.resolve(".#jbuild-1"));
    Workspace workspace = PublishingProgram.workspace(own, directory);
    Files.writeString(Staging.make(workspace).resolve("web.tar"), "new");
    Files.createDirectory(directory.resolve("SHA256SUMS"));
    ChecksumFile file = new ChecksumFile(directory, List.of("web.tar"), Optional.empty());
    Publication publication =
        new Publication(directory, List.of("web.tar", "SHA256SUMS"), List.of(file));
    new Checksums(List.of("web.tar")).run(workspace);

    Failure failure = assertThrows(Failure.class, () -> publication.run(workspace));

    assertEquals("something that jbuild has not made is there", failure.why());
    assertFalse(Files.exists(directory.resolve("web.tar")));
  }

  @Test
  @Tag("root")
  void showsReadersOneWholeGenerationOrAnother() throws Exception {
    int generations = 60;
    PublishingProgram.publish(directory, 0);
    ExecutorService readers = Executors.newSingleThreadExecutor();
    Future<Integer> looks = readers.submit(() -> lookUntil(generations));
    readers.shutdown();

    for (int generation = 1; generation <= generations; generation++) {
      PublishingProgram.publish(directory, generation);
    }

    assertTrue(looks.get() > generations, "the reader was too slow to see anything");
  }

  @Test
  @Tag("root")
  void leavesAWholeImageWheneverItIsKilled() throws Exception {
    for (int round = 0; round < 8; round++) {
      int first = 1000 * (round + 1);
      Process program = program(first);
      try (BufferedReader lines = program.inputReader()) {
        // Each round is killed somewhere in the step after the one that has been reported.
        for (int line = 0; line <= round; line++) {
          assertEquals(first + line, Integer.parseInt(lines.readLine()));
        }
      } finally {
        program.destroyForcibly().waitFor();
      }

      List<String> image = contents(directory.resolve("web"));
      List<String> archive = contentsOfTheArchive();
      assertAll(
          () -> assertEquals(1, image.stream().distinct().count(), image.toString()),
          () -> assertTrue(Integer.parseInt(image.get(0)) >= first),
          () -> assertEquals(1, archive.stream().distinct().count(), archive.toString()),
          () -> assertTrue(Integer.parseInt(archive.get(0)) >= first));
    }
  }

  private Process program(int generation) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PublishingProgram.class.getName(),
            directory.toString(),
            Integer.toString(generation))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private int lookUntil(int last) throws IOException {
    int looks = 0;
    int seen = 0;
    while (seen < last) {
      seen = lookAtTheDirectory(seen);
      byte[] archive = Files.readAllBytes(directory.resolve("web.tar.zst"));
      Path copy = Files.write(directory.resolve(".reader-copy"), archive);
      assertEquals(1, extract(copy).stream().distinct().count());
      looks++;
    }
    return looks;
  }

  private int lookAtTheDirectory(int seen) {
    Path web = directory.resolve("web");
    try (ImageTree tree = ImageTree.open(web)) {
      List<String> contents = contents(tree);
      if (contents.contains("")) {
        try (ImageTree now = ImageTree.open(web)) {
          assertFalse(
              now.status("/").inode() == tree.status("/").inode(),
              "files are missing in what is published");
        }
        return seen;
      }
      assertEquals(1, contents.stream().distinct().count(), contents.toString());
      int generation = Integer.parseInt(contents.get(0));
      assertTrue(generation >= seen);
      return generation;
    }
  }

  private static List<String> contents(Path root) {
    try (ImageTree tree = ImageTree.open(root)) {
      return contents(tree);
    }
  }

  private static List<String> contents(ImageTree tree) {
    List<String> contents = new ArrayList<>();
    for (String file : PublishingProgram.FILES) {
      Optional<byte[]> content = tree.read(file, LIMIT);
      contents.add(new String(content.orElse(new byte[0]), StandardCharsets.UTF_8));
    }
    return contents;
  }

  private List<String> contentsOfTheArchive() throws IOException {
    return extract(directory.resolve("web.tar.zst"));
  }

  private List<String> extract(Path archive) throws IOException {
    Path copy = Files.createTempDirectory(directory, ".extracted-");
    try {
      Archives.extract(archive, copy, Limits.STANDARD, notice -> {});
      return contents(copy);
    } finally {
      Trees.remove(copy);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
  }
}
