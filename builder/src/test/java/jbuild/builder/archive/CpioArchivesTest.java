package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class CpioArchivesTest {
  @TempDir Path directory;
  private final List<String> notices = new ArrayList<>();
  private Path tree;
  private Path archive;

  @BeforeEach
  void makeATreeWithOneOfEverything() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    archive = directory.resolve("archive.cpio.zst");
    SampleTree.make(tree);
  }

  @AfterEach
  void removeWhatJavaHasNoNamesFor() {
    Trees.remove(tree);
  }

  @Test
  void holdTypesModesOwnersAndDevices() throws IOException {
    write(archive);

    Map<String, String> members = members();

    assertAll(
        () -> assertEquals(".", members.keySet().iterator().next()),
        () -> assertEquals("0104755 0:0 links 1 device 0:0 program", members.get("usr/bin/su")),
        () -> assertEquals("041777 0:0 links 2 device 0:0 ", members.get("tmp")),
        () -> assertEquals("020600 0:0 links 1 device 1:3 ", members.get("dev/null")),
        () -> assertEquals("060600 0:0 links 1 device 259:70000 ", members.get("dev/disk")),
        () -> assertEquals("010600 0:0 links 1 device 0:0 ", members.get("dev/initctl")),
        () ->
            assertEquals(
                "0120777 0:0 links 1 device 0:0 ../usr/lib/os-release",
                members.get("etc/os-release")),
        () ->
            assertEquals(
                "0100600 3000000000:2999999999 links 1 device 0:0 ", members.get("home/big-ids")),
        () -> assertEquals("0100644 0:0 links 1 device 0:0 UTF-8", members.get("n/Ã¤-Ã¶")));
  }

  @Test
  void giveTheContentOfSeveralNamesToTheLast() throws IOException {
    write(archive);

    Map<String, String> members = members();

    assertAll(
        () -> assertEquals("0100644 0:0 links 3 device 0:0 ", members.get("etc/also-hostname")),
        () -> assertEquals("0100644 0:0 links 3 device 0:0 ", members.get("dev/zz-hostname")),
        () -> assertEquals("0100644 0:0 links 3 device 0:0 web\n", members.get("etc/hostname")));
  }

  @Test
  void sayWhatTheyCannotHold() {
    write(archive);

    assertEquals(
        List.of(
            "left out dev/log: it is a socket",
            "left out the attributes of files, such as capabilities and access control lists, of"
                + " 4: cpio has no place for them"),
        notices);
  }

  @Test
  void areTheSameBytesForACopyOfTheTree() throws IOException {
    write(archive);
    Path tar = directory.resolve("tar");
    Archives.write(tree, tar, Compression.NONE, notice -> {});
    Path copy = Files.createDirectory(directory.resolve("copy"));
    Archives.extract(tar, copy, Limits.STANDARD.withAnyDevice(), notice -> {});

    Path again = directory.resolve("again");
    CpioArchives.write(copy, again, Compression.ZSTD, notice -> {});
    Trees.remove(copy);

    assertArrayEquals(Files.readAllBytes(archive), Files.readAllBytes(again));
  }

  @Test
  void refuseFilesThatTheFormatHasNoDigitsFor() {
    try (ImageTree image = ImageTree.open(tree)) {
      image.write("huge", new byte[0], 0644, 0, 0);
      try (Fd file = Descriptors.inside(image.root(), BytePath.of("huge"), Descriptors.O_WRONLY)) {
        Contents.setSize(file, 1L << 32);
      }
    }

    Failure failure = assertThrows(Failure.class, () -> write(archive));

    assertEquals("cannot put huge into a cpio archive", failure.what());
  }

  @Test
  void endWithATrailerAndInWholeBlocks() throws IOException {
    Path plain = directory.resolve("plain");
    CpioArchives.write(tree, plain, Compression.NONE, notices::add);

    byte[] bytes = Files.readAllBytes(plain);

    String end = new String(bytes, bytes.length - 512, 512, StandardCharsets.ISO_8859_1);
    assertTrue(end.contains("TRAILER!!!\0"));
    assertEquals(0, bytes.length % 512);
  }

  private void write(Path file) {
    CpioArchives.write(tree, file, Compression.ZSTD, notices::add);
  }

  private Map<String, String> members() throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (InputStream expanded = Compression.expandAny(Files.newInputStream(archive));
        CpioArchiveInputStream cpio = new CpioArchiveInputStream(expanded, "ISO-8859-1")) {
      CpioArchiveEntry entry = cpio.getNextEntry();
      while (entry != null) {
        byte[] start = cpio.readNBytes(100);
        members.put(entry.getName(), line(entry, start));
        entry = cpio.getNextEntry();
      }
    }
    return members;
  }

  private static String line(CpioArchiveEntry entry, byte[] content) {
    return "0%o %d:%d links %d device %d:%d %s"
        .formatted(
            entry.getMode(),
            entry.getUID(),
            entry.getGID(),
            entry.getNumberOfLinks(),
            entry.getRemoteDeviceMaj(),
            entry.getRemoteDeviceMin(),
            new String(content, StandardCharsets.ISO_8859_1));
  }
}
