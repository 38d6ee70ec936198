package jbuild.runner.image.copy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Xattrs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class TreeMergeTest {
  private static final BytePath CAPABILITY = BytePath.of("security.capability");
  private static final byte[] MAY_OPEN_SOCKETS = {
    1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  @TempDir Path directory;
  private Path built;
  private Path system;

  @BeforeEach
  void makeASystemWithMergedDirectories() throws IOException {
    built = Files.createDirectory(directory.resolve("built"));
    system = Files.createDirectory(directory.resolve("system"));
    Files.createDirectories(system.resolve("usr/lib"));
    Files.createSymbolicLink(system.resolve("lib"), Path.of("/usr/lib"));
  }

  @Test
  void filesGoWhereLinksOfTheSystemLead() throws IOException {
    write("lib/web/text", "hello");

    assertEquals(1, merge());

    assertAll(
        () -> assertEquals("hello", Files.readString(system.resolve("usr/lib/web/text"))),
        () -> assertTrue(Files.isSymbolicLink(system.resolve("lib"))));
  }

  @Test
  void allIsRootsAndKeepsItsMode() throws IOException {
    Path program = write("bin/tool", "#!/bin/sh\n");
    Files.setAttribute(program, "unix:uid", 1234);
    Files.setAttribute(program, "unix:mode", 04755);
    Files.setAttribute(program.getParent(), "unix:gid", 77);
    Files.createSymbolicLink(built.resolve("bin/other"), Path.of("tool"));

    assertEquals(2, merge());

    assertAll(
        () -> assertEquals(0, attribute("bin/tool", "uid")),
        () -> assertEquals(04755, attribute("bin/tool", "mode") & 07777),
        () -> assertEquals(0, attribute("bin", "gid")),
        () -> assertEquals(Path.of("tool"), Files.readSymbolicLink(system.resolve("bin/other"))));
  }

  @Test
  void filesReplaceWhatIsThereAndDirectoriesStay() throws IOException {
    Files.createDirectory(system.resolve("etc"));
    Files.setPosixFilePermissions(
        system.resolve("etc"), PosixFilePermissions.fromString("rwx------"));
    Path victim = Files.writeString(directory.resolve("victim"), "of the host");
    Files.createSymbolicLink(system.resolve("etc/motd"), victim);
    write("etc/motd", "hello");

    merge();

    assertAll(
        () -> assertEquals("of the host", Files.readString(victim)),
        () -> assertEquals("hello", Files.readString(system.resolve("etc/motd"))),
        () -> assertEquals(0700, attribute("etc", "mode") & 07777));
  }

  @Test
  void aLinkToTheRootOfTheHostDoesNotLeadOut() throws IOException {
    Files.createSymbolicLink(system.resolve("opt"), Path.of("/"));
    write("opt/left", "inside");

    merge();

    assertEquals("inside", Files.readString(system.resolve("left")));
  }

  @Test
  void refusesToPutAFileInThePlaceOfADirectory() throws IOException {
    Files.createDirectories(system.resolve("etc/motd"));
    write("etc/motd", "hello");

    Failure failure = assertThrows(Failure.class, this::merge);

    assertEquals("a directory of that name is there", failure.why());
  }

  @Test
  void refusesToPutADirectoryInThePlaceOfAFile() throws IOException {
    Files.createDirectory(system.resolve("etc"));
    Files.writeString(system.resolve("etc/motd"), "file");
    write("etc/motd/text", "hello");

    Failure failure = assertThrows(Failure.class, this::merge);

    assertEquals("something else of that name is there", failure.why());
  }

  @Test
  void capabilitiesStay() throws IOException {
    Path program = write("bin/ping", "#!/bin/sh\n");
    Files.setAttribute(program, "unix:uid", 1234);
    try (Fd open = open(program)) {
      Xattrs.set(open, CAPABILITY, MAY_OPEN_SOCKETS);
    }

    merge();

    try (Fd open = open(system.resolve("bin/ping"))) {
      assertArrayEquals(MAY_OPEN_SOCKETS, Xattrs.get(open, CAPABILITY).orElseThrow());
    }
    assertEquals(0, attribute("bin/ping", "uid"));
  }

  @Test
  void namesOfOneFileStayNamesOfOneFile() throws IOException {
    Path first = write("lib/one", "hello");
    Files.createLink(built.resolve("two"), first);
    Files.createLink(Files.createDirectories(built.resolve("usr/lib")).resolve("one"), first);

    assertEquals(3, merge());

    assertAll(
        () -> assertEquals(inode("usr/lib/one"), inode("two")),
        () -> assertEquals(2, attribute("two", "nlink")),
        () -> assertEquals(List.of("one"), List.of(system.resolve("usr/lib").toFile().list())));
  }

  private Object inode(String path) throws IOException {
    return Files.getAttribute(system.resolve(path), "unix:ino");
  }

  private static Fd open(Path path) {
    return Descriptors.onHost(BytePath.of(path.toString()), Descriptors.O_RDONLY);
  }

  private int merge() {
    try (Fd from = Descriptors.onHost(BytePath.of(built.toString()));
        Fd to = Descriptors.onHost(BytePath.of(system.toString()))) {
      return TreeMerge.intoSystem(from, to);
    }
  }

  private Path write(String path, String text) throws IOException {
    Path file = built.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private int attribute(String path, String name) throws IOException {
    return (int)
        Files.getAttribute(system.resolve(path), "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }
}
