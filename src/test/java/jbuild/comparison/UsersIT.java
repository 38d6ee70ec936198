package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Xattrs;
import jbuild.runner.settings.Users;
import jbuild.runner.users.Ownership;
import jbuild.runner.users.UidRange;
import jbuild.runner.users.UidRanges;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines get the ranges that systemd-nspawn gives them, and their trees the same owners. */
@Tag("root")
class UsersIT {
  private static final Path LOCKS = Path.of("/run/systemd/nspawn-uid");
  private static final String CAPABILITY = "security.capability";
  private static final String RAW_EVERYWHERE = "0100000200200000000000000000000000000000";

  @TempDir Path directory;
  private Path tree;

  /** It has nothing to start: the original gives the files away before it notices. */
  @BeforeEach
  void makeTree() throws IOException {
    tree = directory.resolve("alpha");
    Files.createDirectories(tree.resolve("usr/lib"));
    Files.writeString(tree.resolve("usr/lib/os-release"), "ID=test\n");
    for (String name : List.of("dev", "etc", "proc", "root", "run", "sys", "tmp", "var")) {
      Files.createDirectory(tree.resolve(name));
    }
  }

  @Test
  void moveTheirFilesAsTheOriginalDoes() throws IOException {
    Files.writeString(tree.resolve("usr/su"), "");
    set("usr/su", 1000, 5, 06755);
    Files.createLink(tree.resolve("usr/su2"), tree.resolve("usr/su"));
    Files.createSymbolicLink(tree.resolve("usr/link"), Path.of("lib"));
    set("tmp", 65534, 65534, 03777);
    String list =
        "0200000001000600ffffffff02000400e803000004000400ffffffff"
            + "080005002100000010000700ffffffff20000000ffffffff";
    set("usr/lib/os-release", "system.posix_acl_access", list);
    set("usr/lib", "system.posix_acl_default", list);
    Path ours = Files.createDirectory(directory.resolve("ours")).resolve("alpha");
    Finished.of(new ProcessBuilder("cp", "-a", tree.toString(), ours.toString())).successfully();

    Finished theirs = original(ToolsImage.get(), "--private-users=pick");
    try (Fd root = open(ours)) {
      Ownership.chown(root, 1447690240, 65536);
    }

    assertEquals(sameOf(tree, ours), files(ours), theirs.errors());
    assertEquals("1447690240:1447690240 755 {}", files(ours).get(""));
    original(ToolsImage.get(), "--private-users=0");
    try (Fd root = open(ours)) {
      Ownership.chown(root, 0, 65536);
    }
    assertEquals(sameOf(tree, ours), files(ours));
    assertEquals("1000:5 6755 {}", files(ours).get("usr/su2"));
  }

  @Test
  void keepCapabilitiesOfFilesThatTheOriginalLoses() throws IOException {
    Files.writeString(tree.resolve("usr/ping"), "");
    set("usr/ping", CAPABILITY, RAW_EVERYWHERE);
    original(ToolsImage.get(), "--private-users=1447690240");
    String theirs = files(tree).get("usr/ping");
    original(ToolsImage.get(), "--private-users=0");
    set("usr/ping", CAPABILITY, RAW_EVERYWHERE);
    try (Fd root = open(tree)) {
      Ownership.chown(root, 1447690240, 65536);
    }

    assertAll(
        () -> assertEquals("1447690240:1447690240 644 {}", theirs),
        () ->
            assertEquals(
                "1447690240:1447690240 644 {security.capability="
                    + "010000030020000000000000000000000000000000004a56}",
                files(tree).get("usr/ping")));
  }

  @Test
  void leaveEachOtherTheRangesThatTheyHave() {
    ToolsImage tools = ToolsImage.get().showing(LOCKS);

    try (Fd root = open(tree);
        UidRange range =
            UidRanges.ofHost()
                .claim(new Users.Mapping.Pick(), FileStatus.of(root), "alpha")
                .orElseThrow()) {
      original(tools, "--private-users=pick");

      assertNotEquals(range.base(), FileStatus.of(root).uid());
      assertNotEquals(0, FileStatus.of(root).uid());
    }
  }

  private Finished original(ToolsImage tools, String users) {
    try (SystemdNspawn original = new SystemdNspawn(tools.showing(directory), Map.of())) {
      return original.run(
          List.of("-D", tree.toString(), users, "--private-users-ownership=chown", "/nothing"));
    }
  }

  private static Fd open(Path path) {
    return Descriptors.onHost(BytePath.of(path.toString()), Descriptors.O_PATH);
  }

  private void set(String path, long uid, long gid, int mode) {
    try (Fd place = open(tree.resolve(path))) {
      Attributes.setOwner(place, uid, gid);
      Attributes.setMode(place, mode);
    }
  }

  private void set(String path, String name, String value) {
    try (Fd place = open(tree.resolve(path))) {
      Xattrs.set(place, BytePath.of(name), HexFormat.of().parseHex(value));
    }
  }

  /** Without what the original adds to every tree, such as /lib. */
  private static Map<String, String> sameOf(Path root, Path other) {
    Map<String, String> files = files(root);
    files.keySet().retainAll(files(other).keySet());
    return files;
  }

  /** By path: the owners, the mode and the attributes. */
  private static Map<String, String> files(Path root) {
    Map<String, String> files = new TreeMap<>();
    try (Fd place = open(root)) {
      TreeWalk.visit(
          place,
          (path, file, status) ->
              files.put(
                  path.toString(),
                  "%d:%d %o %s"
                      .formatted(status.uid(), status.gid(), status.mode(), attributes(file))));
    }
    return files;
  }

  private static Map<BytePath, String> attributes(Fd file) {
    Map<BytePath, String> attributes = new TreeMap<>();
    for (BytePath name : Xattrs.names(file)) {
      Xattrs.get(file, name)
          .ifPresent(value -> attributes.put(name, HexFormat.of().formatHex(value)));
    }
    return attributes;
  }
}
