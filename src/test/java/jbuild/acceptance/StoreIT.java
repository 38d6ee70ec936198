package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import jbuild.runner.image.Trees;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in the store, as users and other programs handle them. */
@Tag("root")
class StoreIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Path pool;
  private ToolsImage tools;

  @BeforeEach
  void makeAStore() throws IOException {
    pool = Files.createDirectory(directory.resolve("machines"));
    tools = ToolsImage.of("test-images/formats.toml").showing(directory);
  }

  @AfterEach
  void removeProtectedImages() {
    Trees.remove(pool);
  }

  @Test
  void aTreeIsTheSameAfterAllWaysInAndOut() throws IOException {
    Path tree = tree();
    String expected = manifest(tree);
    String archive = directory.resolve("one.tar.gz").toString();
    tool("tar", "--xattrs", "--acls", "--numeric-owner", "-czf", archive, "-C", "" + tree, ".");

    jbuild("import-tar", archive);
    jbuild("clone", "one", "two");
    jbuild("rename", "two", "three");
    jbuild("export-tar", "three", directory.resolve("four.tar.zst").toString());
    jbuild("import-tar", directory.resolve("four.tar.zst").toString(), "--read-only");

    assertAll(
        () -> assertEquals(expected, manifest(pool.resolve("one"))),
        () -> assertEquals(expected, manifest(pool.resolve("three"))),
        () -> assertEquals(expected, manifest(pool.resolve("four"))),
        () -> assertEquals(List.of("four", "one", "three"), names()));
  }

  @Test
  void aDiskOfQemuBecomesWhatItHolds() throws IOException {
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    byte[] squashfs = Arrays.copyOf("hsqs".getBytes(StandardCharsets.US_ASCII), 48);
    System.arraycopy(squashfs, 0, content, 0, squashfs.length);
    Path raw = Files.write(directory.resolve("raw"), content);
    Path disk = directory.resolve("disk.qcow2");
    tool("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-c", "" + raw, "" + disk);

    jbuild("import-raw", disk.toString());

    assertArrayEquals(content, Files.readAllBytes(pool.resolve("disk.raw")));
  }

  @Test
  void machinesStartFromImagesByTheirNames() throws IOException {
    makeATinySystem();
    String[] command = {"--quiet", "--bind-ro=/usr", "--private-network", "--", "cat"};
    List<String> run = new ArrayList<>(List.of("run", "web"));
    run.addAll(List.of(command));
    run.add("/etc/os-release");
    Jbuild.Result byName = jbuild(run.toArray(String[]::new));
    Jbuild.Result asOriginal =
        jbuild("nspawn", "-q", "-M", "web", "--bind-ro=/usr", "/bin/cat", "/etc/os-release");

    assertAll(
        () -> assertEquals("ID=tiny", byName.out().strip()),
        () -> assertEquals("ID=tiny", asOriginal.out().strip()));
  }

  @Test
  void imagesThatAreNotToBeWrittenStayAsTheyAre() throws IOException {
    Path image = makeATinySystem();
    assertEquals(0, jbuild("read-only", "web").status());

    Jbuild.Result byName =
        jbuild("run", "web", "--bind-ro=/usr", "--private-network", "--", "touch", "/etc/made");
    Jbuild.Result asOriginal =
        Jbuild.run(
            directory,
            environment(),
            Jbuild.words("nspawn", "-q", "-M", "web", "--bind-ro=/usr", "/bin/touch", "/etc/made"));

    assertAll(
        () -> assertEquals(0, byName.status(), byName.err()),
        () ->
            assertEquals(
                "jbuild: "
                    + image
                    + " stays as it is: what is written is forgotten at the end"
                    + " (it is marked read-only)",
                byName.err().lines().findFirst().orElse("")),
        () -> assertEquals(1, asOriginal.status(), asOriginal.err()),
        () -> assertFalse(Files.exists(image.resolve("etc/made"))));
  }

  private Path makeATinySystem() throws IOException {
    Path image = Files.createDirectory(pool.resolve("web"));
    for (String name : List.of("bin", "lib", "lib64")) {
      Files.createSymbolicLink(image.resolve(name), Path.of("usr", name));
    }
    for (String name : List.of("usr", "proc", "sys", "dev", "run", "tmp", "root", "var")) {
      Files.createDirectory(image.resolve(name));
    }
    Files.writeString(
        Files.createDirectory(image.resolve("etc")).resolve("os-release"), "ID=tiny\n");
    return image;
  }

  @Test
  void anImportThatIsInterruptedLeavesNothing() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(Jbuild.words("import-tar", "-", "web"));
    builder.environment().putAll(environment());
    Process importing =
        builder
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    try (OutputStream archive = importing.getOutputStream()) {
      Instant end = Instant.now().plus(PATIENCE);
      while (names().isEmpty() && Instant.now().isBefore(end)) {
        Thread.onSpinWait();
      }
      assertTrue(names().get(0).startsWith(".#jbuild-"), names().toString());

      new ProcessBuilder("kill", "-INT", Long.toString(importing.pid())).start().waitFor();

      assertEquals(130, importing.waitFor());
      archive.flush();
    }
    assertEquals(
        """
        error: 'jbuild import-tar' did not end
          why: jbuild was told to end before
          fix: start it again; nothing is left of the new image
        """,
        Files.readString(directory.resolve("err")));
    assertEquals(List.of(), names());
  }

  /** With everything that an archive can keep of a file. */
  private Path tree() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Path etc = Files.createDirectory(tree.resolve("etc"));
    Files.writeString(etc.resolve("machine-id"), "0123456789abcdef0123456789abcdef\n");
    Path program = Files.write(tree.resolve("program"), new byte[100_000]);
    Files.createLink(tree.resolve("other name"), program);
    Files.createSymbolicLink(tree.resolve("link"), Path.of("a/../etc/nothing"));
    Files.writeString(tree.resolve("Ünïcode"), "x");
    Files.createDirectories(tree.resolve("a/" + "long".repeat(60)));
    tool("mkfifo", tree.resolve("fifo").toString());
    tool("mknod", tree.resolve("null").toString(), "c", "1", "3");
    tool("chown", "12345:70000", program.toString());
    tool("setfattr", "-n", "user.text", "-v", "value", program.toString());
    tool("setfacl", "-m", "u:1000:r", etc.resolve("machine-id").toString());
    tool("chmod", "4755", program.toString());
    Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setLastModifiedTime(
        etc.resolve("machine-id"), FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z")));
    Files.setLastModifiedTime(tree, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    return tree;
  }

  /** All that GNU tar sees of a tree, as one number. */
  private String manifest(Path tree) {
    String list =
        "tar --sort=name --xattrs --acls --numeric-owner --format=posix"
            + " --pax-option=exthdr.name=%d/%f,delete=atime,delete=ctime -cf - -C "
            + tree
            + " . | sha256sum";
    return tool("sh", "-c", list).output();
  }

  private Finished tool(String... command) {
    Finished finished = tools.run(command);
    assertEquals(0, finished.status(), finished.errors());
    return finished;
  }

  private Jbuild.Result jbuild(String... words) {
    Jbuild.Result result = Jbuild.run(directory, environment(), Jbuild.words(words));
    assertEquals(0, result.status(), String.join(" ", words) + "\n" + result.err());
    return result;
  }

  private Map<String, String> environment() {
    return Map.of("JBUILD_MACHINES", pool.toString());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(pool)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
