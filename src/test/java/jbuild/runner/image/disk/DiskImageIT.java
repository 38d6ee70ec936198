package jbuild.runner.image.disk;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.image.copy.SnapshotPlan;
import jbuild.runner.image.copy.Snapshots;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disk images of Debian's tools, and what the kernel makes of them. */
class DiskImageIT {
  private static final String EXT4 = "mke2fs -q -t ext4 -d tree ";

  @TempDir Path directory;

  @BeforeEach
  void makeATree() throws IOException {
    for (String name : List.of("usr", "home", "efi", "boot", "var/tmp")) {
      Files.createDirectories(directory.resolve("tree").resolve(name));
    }
    Files.writeString(directory.resolve("tree/usr/file"), "of the image");
  }

  private Path make(String script) {
    String all = "set -e; cd " + directory + "; " + script;
    ToolsImage.get().showing(directory).run("sh", "-c", all).successfully();
    return directory.resolve("disk.raw");
  }

  @Test
  void mountsABareFileSystem() {
    Path image = make(EXT4 + "disk.raw 8M");

    assertEquals(List.of("/ ext4"), mounted(image, false));
    assertEquals(List.of("/ ext4 read-only"), mounted(image, true));
  }

  @Test
  void mountsWhatThePartitionsOfThisProcessorAreFor() {
    String root = Root.here();
    Path image =
        make(
            EXT4
                + "root 8M; "
                + EXT4
                + "home 8M; truncate -s 24M disk.raw; printf '%s\\n'"
                + " 'label: gpt' 'start=2048,size=16384,type=933AC7E1-2EB4-4F13-B844-0E14E2AEF915,"
                + "attrs=\"GUID:60\"' 'start=18432,size=16384,type="
                + root
                + "'"
                + " | sfdisk -q disk.raw; dd status=none conv=notrunc bs=1M seek=1 if=home"
                + " of=disk.raw; dd status=none conv=notrunc bs=1M seek=9 if=root of=disk.raw");

    assertEquals(List.of("/ ext4", "/home ext4 read-only"), mounted(image, false));
  }

  /** The type of root partitions, by the Discoverable Partitions Specification. */
  private static final class Root {
    static String here() {
      return System.getProperty("os.arch").equals("amd64")
          ? "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709"
          : "B921B045-1DF0-41C3-AF44-4C6F280D3FAE";
    }
  }

  @Test
  void mountsTheBootablePartitionOfAnMbr() {
    Path image =
        make(
            EXT4
                + "root 8M; truncate -s 10M disk.raw; printf '%s\\n' 'label: dos'"
                + " 'start=2048,size=16384,type=83,bootable' | sfdisk -q disk.raw;"
                + " dd status=none conv=notrunc bs=1M seek=1 if=root of=disk.raw");

    assertEquals(List.of("/ ext4"), mounted(image, false));
  }

  @Test
  void mountsALogicalPartitionOfAnMbr() {
    Path image =
        make(
            EXT4
                + "root 8M; truncate -s 12M disk.raw; printf '%s\\n' 'label: dos'"
                + " 'start=2048,size=20480,type=5' 'start=4096,size=16384,type=83,bootable'"
                + " | sfdisk -q disk.raw;"
                + " dd status=none conv=notrunc bs=1M seek=2 if=root of=disk.raw");

    assertEquals(List.of("/ ext4"), mounted(image, false));
  }

  @Test
  void mountsNothingThatThePolicyDoesNotAllow() {
    Path image = make(EXT4 + "disk.raw 8M");
    try (DiskImage disk = DiskImage.open(image, false)) {
      ImagePolicy policy = ImagePolicy.of("root=squashfs+erofs");

      Failure failure = assertThrows(Failure.class, () -> disk.mount(policy));

      assertEquals(
          "of its root partition the image policy allows erofs+squashfs, but it has ext4",
          failure.why());
    }
  }

  @Test
  void knowsRootsThatNobodyCanWrite() throws IOException {
    byte[] start = new byte[4096];
    System.arraycopy(new byte[] {'h', 's', 'q', 's'}, 0, start, 0, 4);
    Path packed = Files.write(directory.resolve("packed"), start);
    Path plain = make(EXT4 + "disk.raw 8M");
    try (DiskImage squashfs = DiskImage.open(packed, true);
        DiskImage ext4 = DiskImage.open(plain, true)) {
      assertFalse(squashfs.isRootWritable(ImagePolicy.STANDARD));
      assertTrue(ext4.isRootWritable(ImagePolicy.STANDARD));
    }
  }

  @Test
  void leavesNoLoopDeviceBehind() throws IOException {
    Path image = make(EXT4 + "disk.raw 8M");

    mounted(image, false);

    assertEquals("", ToolsImage.get().run("losetup", "-j", image.toString()).output());
  }

  @Test
  void saysWhatIsEncryptedAndWhatIsSwapSpace() throws IOException {
    Path luks = directory.resolve("luks.raw");
    byte[] start = new byte[8192];
    System.arraycopy(new byte[] {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe}, 0, start, 0, 6);
    Files.write(luks, start);
    Path swap = make("truncate -s 8M disk.raw; mkswap -q disk.raw 2>&1");

    Failure encrypted = assertThrows(Failure.class, () -> mounted(luks, false));
    Failure space = assertThrows(Failure.class, () -> mounted(swap, false));

    assertAll(
        () ->
            assertEquals(
                "it is encrypted (LUKS), and jbuild does not set up dm-crypt", encrypted.why()),
        () -> assertEquals("what belongs to / is swap space", space.why()));
  }

  @Test
  void refusesWhatIsNoImage() {
    Failure failure = assertThrows(Failure.class, () -> mounted(Path.of("/dev/null"), false));

    assertEquals("it is a character device", failure.why());
  }

  @Test
  void snapsSubvolumesWithThoseBelow() throws IOException {
    Path image = make("truncate -s 128M disk.raw; mkfs.btrfs -q disk.raw 2>/dev/null");
    Path place = Files.createDirectory(directory.resolve("place"));
    try (DiskImage disk = DiskImage.open(image, false);
        MountedPartition root = disk.mount(ImagePolicy.STANDARD).get(0);
        Fd home = Namespaces.mounts()) {
      Thread thread = new Thread(() -> snapshot(root.tree(), place), "mounts of its own");
      List<Throwable> failures = new ArrayList<>();
      thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure));
      thread.start();
      thread.join();
      assertEquals(List.of(), failures);
      assertTrue(home.number() >= 0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void snapshot(Fd root, Path place) {
    Namespaces.leaveMounts();
    try (Fd target = place(place)) {
      Mounts.attach(root, target);
    }
    Path sub = place.resolve("sub");
    try {
      subvolume(place, "sub");
      subvolume(sub, "one");
      Files.createDirectories(sub.resolve("a/b"));
      subvolume(sub.resolve("a/b"), "two");
      subvolume(sub.resolve("a/b/two"), "three");
      Files.writeString(sub.resolve("a/b/two/three/file"), "deep");
      try (Fd subvolume = place(sub)) {
        Btrfs.setReadOnly(subvolume, true);
      }
      SnapshotPlan plan = Snapshots.planned(sub);

      plan.make();

      assertEquals("deep", Files.readString(plan.path().resolve("a/b/two/three/file")));
      Files.writeString(plan.path().resolve("new"), "can be written");
      try (Fd three = place(plan.path().resolve("a/b/two/three"))) {
        assertTrue(Btrfs.isSubvolume(three));
      }
      plan.remove();
      assertFalse(Files.exists(plan.path()));
      Trees.remove(sub);
      assertFalse(Files.exists(sub));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void subvolume(Path parent, String name) {
    try (Fd directory = place(parent)) {
      Btrfs.make(directory, BytePath.of(name));
    }
  }

  private static Fd place(Path path) {
    return Descriptors.onHost(BytePath.of(path.toString()));
  }

  private static List<String> mounted(Path image, boolean readOnly) {
    List<String> seen = new ArrayList<>();
    try (DiskImage disk = DiskImage.open(image, readOnly)) {
      for (MountedPartition part : disk.mount(ImagePolicy.STANDARD)) {
        try (part) {
          seen.add(part.place() + " " + part.type() + (part.readOnly() ? " read-only" : ""));
        }
      }
    }
    return seen;
  }
}
