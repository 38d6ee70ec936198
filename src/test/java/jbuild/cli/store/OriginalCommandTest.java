package jbuild.cli.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.cli.progress.Display;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("root")
class OriginalCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path directory;
  private Path pool;

  @BeforeEach
  void makeImages() throws IOException {
    pool = Files.createDirectory(directory.resolve("machines"));
    Path disk = Files.write(pool.resolve("disk.raw"), new byte[4096]);
    Files.setLastModifiedTime(disk, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
    Files.createDirectory(pool.resolve("web"));
    Files.createDirectory(pool.resolve(".hidden"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--foo | machinectl: unrecognized option '--foo'",
        "--quiet=x list | machinectl: option '--quiet' doesn't allow an argument",
        "-y | machinectl: invalid option -- 'y'",
        "list-images -p | machinectl: option requires an argument -- 'p'",
        "list-images --property | machinectl: option '--property' requires an argument",
        "list-images --no-l list | Too many arguments.",
        "clone a | Too few arguments.",
        "list-images -o xml | Unknown output 'xml'.",
        "--format=rar export-tar web | Unknown format: rar",
        "--verify=maybe | Failed to parse --verify= setting: maybe",
        "--lines=x | Failed to parse lines 'x'",
        "--max-addresses=x | Invalid number of addresses: x",
        "--runner=qemu | Failed to parse --runner= setting: qemu",
        "biuld | Unknown command verb 'biuld'.",
        "start web | jbuild machinectl has verbs for images only; 'start' is none.",
        "-H other list-images | jbuild knows the images of this host and its system only.",
        "read-only web maybe | Failed to parse boolean argument: maybe",
        "set-limit web much | Failed to parse size: much",
        "image-status no | Could not get path to image: No image 'no' known",
        "remove no | Could not remove image: No image 'no' known",
        "clone ../x y | Could not clone image: Image name ../x is not valid.",
        "clone web disk | Could not clone image: Image 'disk' already exists.",
        "remove .host | Could not remove image: Read-only file system: it is the host itself",
        "import-tar - | Need either path or local name.",
        "import-tar x.tar .#x | Local name .#x is not a suitable image name."
      })
  void saysWhatTheOriginalWould(String line, String message) {
    int status = run(OriginalCommand.MACHINECTL, line.split(" "));

    assertAll(
        () -> assertEquals(message + "\n", err.toString()),
        () -> assertEquals("", out.toString()),
        () -> assertEquals(1, status));
  }

  @Test
  void listsImagesInColumns() {
    int status = run(OriginalCommand.MACHINECTL, "list-images");

    assertEquals(0, status);
    String text = out.toString().replaceAll("[A-Z][a-z]{2} [0-9]{4}-[-0-9:]+ [0-9:]+ \\w+", "TIME");
    assertEquals(
        """
        NAME TYPE      RO USAGE CREATED                     MODIFIED
        disk raw       no  4.0K TIME TIME
        web  directory no  4.0K TIME -

        2 images listed.
        """,
        text);
  }

  @Test
  void listsHiddenImagesForPrograms() {
    run(OriginalCommand.MACHINECTL, "list-images", "-a", "-o", "json");

    assertTrue(
        out.toString()
            .matches(
                "\\[\\{\"name\":\"\\.hidden\",\"type\":\"directory\",\"ro\":false,"
                    + "\"usage\":[0-9]+,\"created\":[0-9]+,\"modified\":null\\},.*"
                    + "\\{\"name\":\"disk\",.*\"modified\":1767323045000000\\}.*\\]\n"),
        out.toString());
  }

  @Test
  void saysThatThereIsNothing() throws IOException {
    Files.delete(pool.resolve("disk.raw"));
    Files.delete(pool.resolve("web"));

    run(OriginalCommand.MACHINECTL, "list-images");
    run(OriginalCommand.MACHINECTL, "list-images", "--no-legend");

    assertEquals("No images.\n", out.toString());
  }

  @Test
  void showsPropertiesInTheirOrder() {
    run(OriginalCommand.MACHINECTL, "show-image", "-p", "Type", "--property=Name", "disk", "web");
    run(OriginalCommand.MACHINECTL, "show-image", "-P", "Limit", "disk");
    run(OriginalCommand.MACHINECTL, "show-image", "--value", "-p", "ReadOnly,Path", "web");
    run(OriginalCommand.MACHINECTL, "show-image");

    assertEquals(
        """
        Name=disk
        Type=raw

        Name=web
        Type=directory
        4096
        %1$s/web
        no
        PoolPath=%1$s
        PoolUsage=18446744073709551615
        PoolLimit=18446744073709551615
        """
            .formatted(pool),
        out.toString());
  }

  @Test
  void tellsPeopleAboutAnImage() {
    run(OriginalCommand.MACHINECTL, "image-status", "disk");

    List<String> lines = out.toString().lines().toList();
    assertAll(
        () -> assertEquals("disk", lines.get(0)),
        () -> assertEquals("\t    Type: raw", lines.get(1)),
        () -> assertEquals("\t    Path: " + pool + "/disk.raw", lines.get(2)),
        () -> assertEquals("\t      RO: writable", lines.get(3)),
        () -> assertEquals("\t   Limit: 4.0K", lines.get(lines.size() - 1)));
  }

  @Test
  void isQuietAboutWhatSucceeds() {
    int cloned = run(OriginalCommand.MACHINECTL, "clone", "disk", "jbuild-test-twin");
    int removed = run(OriginalCommand.MACHINECTL, "remove", "jbuild-test-twin");

    assertAll(
        () -> assertEquals(0, cloned),
        () -> assertEquals(0, removed),
        () -> assertEquals("", out.toString() + err));
  }

  @Test
  void importctlWantsToKnowTheKindOfImage() {
    int status = run(OriginalCommand.IMPORTCTL, "import-tar", "x.tar");

    assertEquals(1, status);
    assertTrue(
        err.toString().startsWith("No image class specified, retry with --class= set to one of: "),
        err.toString());
  }

  @Test
  void importctlListsTransfersByItselfAndImagesWithTheirKind() {
    run(OriginalCommand.IMPORTCTL);
    run(OriginalCommand.IMPORTCTL, "-m", "--no-legend", "list-images");
    int cancelled = run(OriginalCommand.IMPORTCTL, "cancel-transfer", "1");

    List<String> lines = out.toString().lines().toList();
    assertAll(
        () -> assertEquals("No transfers.", lines.get(0)),
        () ->
            assertTrue(lines.get(1).startsWith("machine .hidden directory " + pool), lines.get(1)),
        () -> assertEquals("Could not cancel transfer: No transfer by id 1\n", err.toString()),
        () -> assertEquals(1, cancelled));
  }

  @Test
  void helpsWithWhatItCanDo() {
    int status = run(OriginalCommand.MACHINECTL, "--help");

    assertAll(
        () -> assertEquals(0, status),
        () -> assertTrue(out.toString().contains("\n  clone NAME NEW "), out.toString()),
        () -> assertTrue(out.toString().contains("\n  -p --property=NAME "), out.toString()));
  }

  private int run(String program, String... words) {
    PrintWriter errors = new PrintWriter(err, true);
    StoreHost host =
        new StoreHost(
            Map.of("JBUILD_MACHINES", pool.toString()),
            () -> directory,
            () -> new Display(errors, Optional::empty, Map.of()));
    return new OriginalCommand(program, host, new PrintWriter(out, true), errors)
        .run(List.of(words));
  }
}
