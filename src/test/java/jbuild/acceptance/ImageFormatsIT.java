package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.builder.unpacked.ForeignFormat;
import jbuild.builder.unpacked.Unpacked;
import jbuild.builder.unpacked.UnpackedImages;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.LoopDevices;
import jbuild.tools.BuiltImages;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines from images that others have packed: small ones run a command, a whole one boots. */
@Tag("root")
class ImageFormatsIT {
  private static final String WRITE = "[ ! -e /made ] && touch /made && cat /etc/which";

  /** Of a distribution, as much as a shell needs. */
  private static final String PACK =
      """
      set -e
      cd "$1"
      mkdir -p small/etc small/proc small/sys small/dev small/run small/tmp small/var small/root
      (cd "$2" && cp -a --parents bin lib* usr/lib64 usr/bin/dash usr/bin/sh usr/bin/cat \\
        usr/bin/touch usr/lib/*-linux-gnu*/libc.so.6 usr/lib/*/ld-linux*.so.* usr/lib/ld-linux* \\
        usr/lib/os-release "$1/small" 2>/dev/null) || true
      echo small >small/etc/which
      mksquashfs small small.squashfs -quiet -no-progress
      mksquashfs "$2" whole.squashfs -quiet -no-progress -comp zstd -Xcompression-level 1
      mkfs.erofs small.erofs small >/dev/null
      mke2fs -q -t ext4 -d small small.raw 32M
      for kind in gpt mbr; do
        truncate -s 40M $kind.raw
        dd status=none conv=notrunc,sparse bs=1M seek=1 if=small.raw of=$kind.raw
      done
      printf '%s\\n' 'label: gpt' "start=2048,size=65536,type=$3" | sfdisk -q gpt.raw
      printf '%s\\n' 'label: dos' 'start=2048,size=65536,type=83,bootable' | sfdisk -q mbr.raw
      tar -C small -cf small.tar .
      zstd -q small.tar -o small.tar.zst
      xz -k0 small.tar
      gzip -k1 small.tar
      bzip2 -k small.tar
      lz4 -q small.tar small.tar.lz4
      bsdtar -C small --format=pax -cf archive .
      qemu-img convert -O qcow2 small.raw small.qcow2
      umoci init --layout small.oci
      umoci new --image small.oci:latest
      umoci raw add-layer --image small.oci:latest small.tar
      umoci tag --image small.oci:latest usual
      umoci new --image small.oci:empty
      cp -r small.oci several.oci
      umoci rm --image several.oci:latest
      mkdir versions.raw.v
      ln small.raw versions.raw.v/versions_7.raw
      """;

  @TempDir static Path directory;
  private static OwnCache cache;

  @BeforeAll
  static void packWithTheToolsOfOthers() throws IOException {
    cache = OwnCache.in(directory);
    Path image = BuiltImages.of("test-images/bookworm.toml");
    formats()
        .showing(image)
        .run("sh", "-c", PACK, "pack", directory.toString(), image.toString(), Root.here())
        .successfully();
  }

  @AfterAll
  static void removeTrees() {
    Trees.remove(directory.resolve("cache"));
    Trees.remove(directory.resolve("small"));
  }

  /** The type of root partitions, by the Discoverable Partitions Specification. */
  private static final class Root {
    static String here() {
      return System.getProperty("os.arch").equals("amd64")
          ? "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709"
          : "B921B045-1DF0-41C3-AF44-4C6F280D3FAE";
    }
  }

  private static ToolsImage formats() {
    return ToolsImage.of("test-images/formats.toml").showing(directory);
  }

  /** Each time the image is as it was before. */
  @ParameterizedTest
  @ValueSource(strings = {"small.squashfs", "small.tar.zst", "small.qcow2", "small.oci"})
  void forgetsWhatIsWrittenWhereItCannotBeKept(String image) {
    Jbuild.Result first = run(image, WRITE);
    Jbuild.Result second = run(image, WRITE);

    assertAll(
        () -> assertEquals("small\n", first.out(), first.err()),
        () -> assertEquals("small\n", second.out(), second.err()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "small.erofs",
        "small.tar",
        "small.tar.xz",
        "small.tar.gz",
        "small.tar.bz2",
        "small.tar.lz4",
        "small.oci",
        "several.oci:usual",
        "archive"
      })
  void runsFromWhatOthersHavePacked(String image) {
    Jbuild.Result result = run(image, WRITE);

    assertEquals("small\n", result.out(), result.err());
  }

  @Test
  void asksWhichOneOfSeveralImagesIsMeant() {
    Jbuild.Result result = jbuild("run", "./several.oci", "--", "true");

    assertEquals(
        """
        error: cannot choose an image of %1$s/several.oci
          why: it has several; there are usual, empty
          fix: name one of them behind a colon: %1$s/several.oci:usual
        """
            .formatted(directory),
        result.err());
    assertEquals(2, result.status());
  }

  @Test
  void startsNoDiskUncheckedThatIsToBeChecked() throws IOException {
    Path hash = Files.writeString(directory.resolve("gpt.roothash"), "00112233");

    Jbuild.Result refused = jbuild("run", "./gpt.raw", "--", "cat", "/etc/which");
    Jbuild.Result copied = jbuild("run", "-x", "./gpt.raw", "--", "cat", "/etc/which");
    Jbuild.Result allowed =
        jbuild("run", "--image-policy=root=unprotected", "./gpt.raw", "--", "cat", "/etc/which");
    Files.delete(hash);

    assertAll(
        () -> assertEquals(3, refused.status()),
        () -> assertTrue(refused.err().contains(hash + " says that dm-verity"), refused.err()),
        () -> assertEquals(refused.err(), copied.err()),
        () -> assertEquals("small", allowed.out().strip()),
        () -> assertTrue(allowed.err().contains("nothing checks them"), allowed.err()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt.raw", "mbr.raw"})
  void keepsWhatIsWrittenToADisk(String image) {
    Jbuild.Result first = run(image, WRITE);
    Jbuild.Result second = run(image, "[ -e /made ] && cat /etc/which");

    assertAll(
        () -> assertEquals("small\n", first.out(), first.err()),
        () -> assertEquals("small\n", second.out(), second.err()));
  }

  @Test
  void leavesADiskThatSystemdNspawnCanUse() {
    Path image = directory.resolve("small.raw");
    String seen = "cat /etc/which /made; touch /also";
    Jbuild.Result ours = run("versions.raw.v/", "echo ours >/made");

    try (SystemdNspawn original =
        new SystemdNspawn(ToolsImage.get().showing(directory), Map.of())) {
      assertEquals(0, ours.status(), ours.err());
      List<String> words = List.of("-i", image.toString(), "-P", "/bin/sh", "-c", seen);
      assertEquals("small\nours\n", original.runDisk(words).output());
    }
    assertEquals("ours\n", run("small.raw", "[ -e /also ] && cat /made").out());
  }

  @Test
  void runsFromABlockDevice() {
    Path image = directory.resolve("small.erofs");
    try (Fd file = Descriptors.onHost(BytePath.of(image.toString()), Descriptors.O_RDONLY);
        Fd device = LoopDevices.attach(file, 0, Contents.end(file), true)) {
      Jbuild.Result result =
          jbuild("run", "--console=pipe", device.name(), "--read-only", "--", "cat", "/etc/which");

      assertEquals("small\n", result.out(), result.err());
    }
  }

  @Test
  void nspawnTakesADiskOfQemuButWritesToNoImageThatCannotBeWritten() {
    Jbuild.Result qcow2 = nspawn("small.qcow2");
    Jbuild.Result squashfs = nspawn("small.squashfs");

    assertAll(
        () -> assertEquals("small\n", qcow2.out(), qcow2.err()),
        () -> assertFalse(squashfs.status() == 0),
        () -> assertTrue(squashfs.err().contains("Read-only file system"), squashfs.err()));
  }

  private static Jbuild.Result nspawn(String image) {
    String path = directory.resolve(image).toString();
    return jbuild("nspawn", "--quiet", "-P", "-i", path, "/bin/sh", "-c", WRITE);
  }

  @Test
  void bootsAnImageThatCannotBeWritten() {
    String image = directory.resolve("whole.squashfs").toString();
    String[] boot = {"boot", "--console=pipe", "--machine=formats-it", image, "--"};

    List<String> words = new ArrayList<>(List.of(boot));
    words.add("systemd.run=\"/usr/bin/touch /made /etc/made /var/made\"");
    Jbuild.Result written = jbuild(words.toArray(String[]::new));
    words.set(words.size() - 1, "systemd.run=\"/usr/bin/cat /made\"");
    Jbuild.Result forgotten = jbuild(words.toArray(String[]::new));

    assertAll(
        () -> assertEquals(0, written.status(), written.err()),
        () -> assertEquals(1, forgotten.status(), forgotten.err()));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          compat=0.10
          compat=1.1,lazy_refcounts=on
          cluster_size=512
          cluster_size=2M
          extended_l2=on
          refcount_bits=1
          refcount_bits=64
          """,
      delimiter = '|')
  void readsEveryDiskThatQemuWrites(String options) throws IOException {
    assertSame(options, "-o", options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compression_type=zlib", "compression_type=zstd,cluster_size=256k"})
  void readsDisksThatQemuHasCompressed(String options) throws IOException {
    assertSame(options, "-c", "-o", options);
  }

  private void assertSame(String name, String... options) throws IOException {
    Path raw = directory.resolve("mbr.raw");
    Path made = directory.resolve(name + ".qcow2");
    List<String> words = new ArrayList<>(List.of("qemu-img", "convert", "-O", "qcow2"));
    words.addAll(List.of(options));
    words.addAll(List.of(raw.toString(), made.toString()));
    formats().run(words.toArray(String[]::new)).successfully();
    UnpackedImages images = new UnpackedImages(directory.resolve("cache"), line -> {});
    try (Unpacked disk = images.open(made, ForeignFormat.QCOW2)) {
      assertEquals(-1, Files.mismatch(raw, disk.path()));
    }
  }

  private static Jbuild.Result run(String image, String script) {
    return jbuild(
        "run",
        "--quiet",
        "--console=pipe",
        directory.resolve(image).toString(),
        "--",
        "/bin/sh",
        "-c",
        script);
  }

  private static Jbuild.Result jbuild(String... words) {
    return Jbuild.run(directory, cache.environment(), Jbuild.words(words));
  }
}
