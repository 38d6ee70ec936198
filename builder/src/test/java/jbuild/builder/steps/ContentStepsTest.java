package jbuild.builder.steps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.ContainerFix;
import jbuild.builder.plan.Changes;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.CopiedTree;
import jbuild.builder.recipe.Download;
import jbuild.builder.recipe.ImageFile;
import jbuild.builder.recipe.Owner;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.FileStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class ContentStepsTest {
  private static final String SHA256_OF_HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path directory;
  private ImageTree tree;
  private Workspace workspace;

  @BeforeEach
  void makeAnImage() throws IOException {
    tree = ImageTree.open(Files.createDirectory(directory.resolve("root")));
    workspace =
        new Workspace(
            directory,
            directory.resolve("cache"),
            (command, lines) -> {
              throw new IllegalStateException("no program is needed: " + command.argv());
            },
            Progress.SILENT);
  }

  @AfterEach
  void removeTheImage() {
    tree.close();
    Trees.remove(workspace.root());
  }

  @Test
  void aTreeKeepsModesAndLinksAndWhatIsThere() throws IOException {
    Path source = Files.createDirectories(directory.resolve("overlay/usr/bin")).getParent();
    Path program = Files.writeString(source.resolve("bin/tool"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
    Files.createSymbolicLink(source.resolve("bin/alias"), Path.of("tool"));
    write("/usr/bin/other", "stays");

    run(new CopyTree(new CopiedTree(directory.resolve("overlay"), "/", new Owner("1000", "1001"))));

    FileStatus copy = tree.status("/usr/bin/tool");
    assertAll(
        () ->
            assertEquals(List.of(0750, 1000L, 1001L), List.of(copy.mode(), copy.uid(), copy.gid())),
        () -> assertEquals(Optional.of("tool"), tree.readLink("/usr/bin/alias")),
        () -> assertEquals("stays", text("/usr/bin/other")),
        () -> assertEquals(0, tree.status("/usr").uid()));
  }

  @Test
  void aTreeDoesNotFollowLinksOfTheImageToTheHost() throws IOException {
    Files.createDirectories(directory.resolve("overlay/etc"));
    Files.writeString(directory.resolve("overlay/etc/motd"), "hello");
    Path outside = Files.createDirectory(directory.resolve("outside"));
    tree.link("/etc", outside.toString());

    try {
      run(new CopyTree(new CopiedTree(directory.resolve("overlay"), "/", Owner.ROOT)));
    } catch (RuntimeException refused) {
      // The link leads nowhere in the image: refusing is as good as following it inside.
      assertFalse(Files.exists(outside.resolve("motd")));
    }

    assertFalse(Files.exists(outside.resolve("motd")));
  }

  @Test
  void aDownloadIsWhatItsSumSays() throws IOException {
    Path file = Files.writeString(directory.resolve("hello"), "hello");

    run(fetch(file, SHA256_OF_HELLO));

    assertEquals("hello", text("/opt/hello"));
    Files.delete(file);
    tree.remove("/opt/hello");
    run(fetch(file, SHA256_OF_HELLO));
    assertEquals("hello", text("/opt/hello"), "comes from the cache");
  }

  @Test
  void anotherFileThanTheDownloadStaysOutside() throws IOException {
    Path file = Files.writeString(directory.resolve("hello"), "hallo");

    Failure failure = assertThrows(Failure.class, () -> run(fetch(file, SHA256_OF_HELLO)));

    assertTrue(failure.why().contains(" instead of " + SHA256_OF_HELLO), failure.why());
    assertFalse(tree.exists("/opt/hello"));
  }

  @Test
  void removalsAreMeantForNamesNotForPaths() {
    for (String path : List.of("/a/b.gz", "/a/c.txt", "/a/.d.gz", "/a/e/f.gz", "/ab/g.gz")) {
      write(path, "");
    }

    run(new RemoveFiles(List.of("/a/*.gz", "/a?", "/nowhere/*")));

    assertAll(
        () -> assertEquals(List.of(".d.gz", "c.txt", "e"), tree.list("/a")),
        () -> assertEquals(List.of("f.gz"), tree.list("/a/e")),
        () -> assertFalse(tree.exists("/ab")));
  }

  @Test
  void whatIsInTheWayOfContainersGoesAndTheRestStays() {
    write("/etc/pam.d/login", "auth required pam_securetty.so\nauth include system-auth\n");
    ContainerFix fix =
        new ContainerFix("securetty", "why", "/etc/pam.d/login", "pam_securetty.so", List.of());
    ContainerFix other = new ContainerFix("other", "why", "/etc/nowhere", "line", List.of());

    FixForContainers step = new FixForContainers(List.of(fix, other));

    run(step);

    assertEquals("auth include system-auth\n", text("/etc/pam.d/login"));
    assertFalse(tree.exists("/etc/nowhere"));
    assertEquals(
        List.of(
            "/etc/pam.d/login without pam_securetty.so: why; system.container-fixes = false leaves"
                + " it",
            "/etc/nowhere without line: why; system.container-fixes = false leaves it"),
        step.notes());
    assertEquals(
        List.of(
            "{\"kind\":\"container-fix\",\"name\":\"securetty\",\"file\":\"/etc/pam.d/login\","
                + "\"without\":\"pam_securetty.so\",\"why\":\"why\","
                + "\"left-by\":\"system.container-fixes = false\"}"),
        new Changes(workspace).all());
  }

  @Test
  void aFileCanBeALink() {
    run(
        new WriteFiles(
            List.of(
                new ImageFile(
                    "/etc/localtime",
                    new ImageFile.Content.Link("../usr/share/zoneinfo/UTC"),
                    0644,
                    Owner.ROOT))));

    assertEquals(Optional.of("../usr/share/zoneinfo/UTC"), tree.readLink("/etc/localtime"));
  }

  private static FetchFile fetch(Path file, String sha256) {
    return new FetchFile(
        new Download(file.toUri(), sha256, "/opt/hello", 0644, Owner.ROOT), Map.of());
  }

  private void run(Step step) {
    step.run(workspace);
  }

  private void write(String path, String text) {
    tree.write(path, text.getBytes(UTF_8), 0644, 0, 0);
  }

  private String text(String path) {
    return new String(tree.read(path, 4096).orElseThrow(), UTF_8);
  }
}
