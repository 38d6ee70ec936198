package jbuild.runner.users;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.UserNamespaces;
import jbuild.runner.linux.Xattrs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class OwnershipTest {
  private static final long BASE = 524288;
  private static final String CAPABILITY = "security.capability";
  private static final String NOTE = "trusted.jbuild.owner-change";

  /** CAP_NET_RAW, permitted and effective: everywhere, and below the root 524288. */
  private static final String RAW_EVERYWHERE = "0100000200200000000000000000000000000000";

  private static final String RAW_NAMESPACED = "010000030020000000000000000000000000000000000800";

  /** rw- for the owner, r-- for user 1000, r-x for group 33, the mask rwx, --- for others. */
  private static final String LIST =
      "0200000001000600ffffffff02000400e803000004000400ffffffff"
          + "080005002100000010000700ffffffff20000000ffffffff";

  private static final String LIST_IN_RANGE =
      "0200000001000600ffffffff02000400e803080004000400ffffffff"
          + "080005002100080010000700ffffffff20000000ffffffff";

  @TempDir Path directory;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
  }

  @Test
  void movesAllFilesAndBack() throws IOException {
    Files.createDirectories(tree.resolve("a/b/c"));
    Files.writeString(tree.resolve("a/b/c/file"), "content");
    Files.createSymbolicLink(tree.resolve("a/link"), directory.resolve("victim"));
    Files.writeString(directory.resolve("victim"), "");
    Files.createLink(tree.resolve("a/second"), tree.resolve("a/b/c/file"));
    own("a/b/c/file", 1000, 100);
    own("a/b", 65534, 65533);
    try (Fd root = open("")) {
      Nodes.makeNode(
          root, BytePath.of("null"), FileType.CHARACTER_DEVICE, new FileStatus.Device(1, 3));
      Nodes.makeNode(root, BytePath.of("fifo"), FileType.FIFO, new FileStatus.Device(0, 0));
    }

    boolean moved = chown(BASE);

    assertTrue(moved);
    assertAll(
        () -> assertEquals("524288:524288", owner("")),
        () -> assertEquals("524288:524288", owner("a")),
        () -> assertEquals("589822:589821", owner("a/b")),
        () -> assertEquals("525288:524388", owner("a/b/c/file")),
        () -> assertEquals("525288:524388", owner("a/second")),
        () -> assertEquals("524288:524288", owner("a/link")),
        () -> assertEquals("524288:524288", owner("null")),
        () -> assertEquals("524288:524288", owner("fifo")),
        () -> assertEquals("0:0", owner("../victim")));
    assertTrue(chown(0));
    assertAll(
        () -> assertEquals("0:0", owner("")),
        () -> assertEquals("65534:65533", owner("a/b")),
        () -> assertEquals("1000:100", owner("a/second")));
  }

  @Test
  void keepsWhatAChangeOfTheOwnerTakesAway() throws IOException {
    mode("su", 06755);
    Files.createDirectory(tree.resolve("shared"));
    mode("shared", 03777);
    Files.writeString(tree.resolve("ping"), "");
    set("ping", CAPABILITY, RAW_EVERYWHERE);
    Files.createLink(tree.resolve("ping6"), tree.resolve("ping"));

    chown(BASE);

    assertAll(
        () -> assertEquals(06755, status("su").mode()),
        () -> assertEquals("524288:524288", owner("su")),
        () -> assertEquals(03777, status("shared").mode()),
        () -> assertEquals(RAW_NAMESPACED, get("ping", CAPABILITY)),
        () -> assertEquals("none", get("su", NOTE)),
        () -> assertEquals("none", get("ping", NOTE)));
    chown(0);
    assertAll(
        () -> assertEquals(06755, status("su").mode()),
        () -> assertEquals(RAW_EVERYWHERE, get("ping6", CAPABILITY)));
  }

  @Test
  void movesAccessControlLists() throws IOException {
    Files.createDirectory(tree.resolve("shared"));
    set("shared", "system.posix_acl_default", LIST);
    Files.writeString(tree.resolve("file"), "");
    set("file", "system.posix_acl_access", LIST);

    chown(BASE);

    assertAll(
        () -> assertEquals(LIST_IN_RANGE, get("shared", "system.posix_acl_default")),
        () -> assertEquals(LIST_IN_RANGE, get("file", "system.posix_acl_access")),
        () -> assertEquals(0670, status("file").mode()));
    chown(0);
    assertEquals(LIST, get("file", "system.posix_acl_access"));
  }

  @Test
  void believesTheRootDirectory() throws IOException {
    Files.writeString(tree.resolve("file"), "");
    own("", BASE, BASE);

    assertFalse(chown(BASE));

    assertEquals("0:0", owner("file"));
  }

  @Test
  void goesOnWhereItWasInterrupted() throws IOException {
    Files.writeString(tree.resolve("later"), "");
    mode("su", 0755);
    set("su", NOTE, "000009ed");
    own("su", BASE, BASE);
    mode("ping", 0755);
    set("ping", NOTE, "000001ed" + RAW_EVERYWHERE);
    own("", 0xFFFE0000L, 0xFFFE0000L);

    assertTrue(chown(BASE));

    assertAll(
        () -> assertEquals("524288:524288", owner("")),
        () -> assertEquals("524288:524288", owner("later")),
        () -> assertEquals(04755, status("su").mode()),
        () -> assertEquals("none", get("su", NOTE)),
        () -> assertEquals(RAW_NAMESPACED, get("ping", CAPABILITY)));
  }

  @Test
  void leavesTheRootDirectoryMarkedWhenItFails() {
    makeDeeperThanPaths();

    Failure failure = assertThrows(Failure.class, () -> chown(BASE));

    assertAll(
        () -> assertEquals("a path in it is longer than any program can use", failure.why()),
        () -> assertEquals("4294836224:4294836224", owner("")));
    Trees.remove(tree);
  }

  @Test
  void refusesTreesThatItCannotWrite() {
    try (Fd mount = Mounts.create("tmpfs", Map.of(), Set.of(MountFlag.READ_ONLY))) {
      Failure failure = assertThrows(Failure.class, () -> Ownership.chown(mount, BASE, 65536));

      assertEquals("fchownat(2) failed with EROFS, read-only file system", failure.why());
    }
  }

  @Test
  void refusesRangesThatItCannotTellApart() throws IOException {
    own("", 65536, 0);

    assertAll(
        () -> assertThrows(Failure.class, () -> chown(5)),
        () -> assertThrows(Failure.class, () -> chown(0xFFFE0000L)),
        () -> assertThrows(Failure.class, () -> chown(0xFFFF0000L)),
        () -> assertThrows(Failure.class, () -> Ownership.chown(open(""), BASE, 65535)),
        () -> assertThrows(Failure.class, () -> chown(BASE)),
        () -> assertEquals("65536:0", owner("")));
  }

  @Test
  void tellsWhereMountsCanShowOtherOwners() {
    try (Fd namespace = UserNamespaces.mapped(BASE, 65536);
        Fd root = open("");
        Fd kernel = Descriptors.onHost(BytePath.of("/proc"))) {
      assertTrue(Ownership.canMap(root, namespace));
      assertFalse(Ownership.canMap(kernel, namespace));
    }
  }

  @Test
  void showsForeignOwnersAsTheMachines() throws IOException {
    Files.writeString(tree.resolve("file"), "");
    own("file", 2147352576L + 1000, 2147352576L + 100);
    IdMap map = Ownership.foreign(new UidRange(BASE, 65536, List.of()));

    try (Fd root = open("");
        Fd namespace = UserNamespaces.mapped(map, map);
        Fd mount = Mounts.copy(root)) {
      Mounts.mapOwners(mount, namespace);
      try (Fd file = Descriptors.child(mount, BytePath.of("file"), Descriptors.O_PATH)) {
        assertEquals(525288, FileStatus.of(file).uid());
        assertEquals(524388, FileStatus.of(file).gid());
      }
    }
  }

  @Test
  void leavesAloneWhatIsMountedInTheTree() throws Exception {
    Files.createDirectory(tree.resolve("mount"));
    Files.writeString(tree.resolve("file"), "");
    Path victim = Files.writeString(directory.resolve("victim"), "");
    FutureTask<String> owners =
        new FutureTask<>(
            () -> {
              Namespaces.leaveMounts();
              try (Fd mount = Mounts.create("tmpfs", Map.of(), Set.of());
                  Fd place = open("mount");
                  Fd shown = Descriptors.onHost(BytePath.of(victim.toString()));
                  Fd copy = Mounts.copy(shown);
                  Fd file = open("file")) {
                Mounts.attach(mount, place);
                Mounts.attach(copy, file);
                chown(BASE);
                return FileStatus.of(mount).uid() + " " + FileStatus.of(shown).uid();
              }
            });

    Thread thread = new Thread(owners);
    thread.start();

    assertEquals("0 0", owners.get());
    assertEquals("524288:524288", owner(""));
  }

  private void makeDeeperThanPaths() {
    BytePath name = BytePath.of("n".repeat(255));
    Fd last = open("");
    for (int i = 0; i < 17; i++) {
      try (Fd parent = last) {
        Nodes.makeDirectory(parent, name);
        last = Descriptors.child(parent, name, Descriptors.O_PATH);
      }
    }
    last.close();
  }

  private boolean chown(long base) {
    try (Fd root = open("")) {
      return Ownership.chown(root, base, 65536);
    }
  }

  private Fd open(String path) {
    return Descriptors.onHost(
        BytePath.of(tree.resolve(path).toString()), Descriptors.O_PATH | Descriptors.O_NOFOLLOW);
  }

  private FileStatus status(String path) {
    try (Fd place = open(path)) {
      return FileStatus.of(place);
    }
  }

  private String owner(String path) {
    return status(path).uid() + ":" + status(path).gid();
  }

  private void own(String path, long uid, long gid) {
    try (Fd place = open(path)) {
      Attributes.setOwner(place, uid, gid);
    }
  }

  /** Makes the file unless it is there. */
  private void mode(String path, int mode) throws IOException {
    if (!Files.exists(tree.resolve(path))) {
      Files.createFile(tree.resolve(path));
    }
    try (Fd place = open(path)) {
      Attributes.setMode(place, mode);
    }
  }

  private void set(String path, String name, String value) {
    try (Fd place = open(path)) {
      Xattrs.set(place, BytePath.of(name), HexFormat.of().parseHex(value));
    }
  }

  private String get(String path, String name) {
    try (Fd place = open(path)) {
      Optional<byte[]> value = Xattrs.get(place, BytePath.of(name));
      return value.map(HexFormat.of()::formatHex).orElse("none");
    }
  }
}
