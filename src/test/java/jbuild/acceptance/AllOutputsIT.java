package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.OwnFileSystem;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** All outputs of one build, on a btrfs of the test's own: others find the same tree in each. */
@Tag("root")
@Tag("beside")
class AllOutputsIT {
  private static final String PROOF = "proof: 4755 3 8388608";

  private final ToolsImage tools = ToolsImage.of("test-images/formats.toml");

  @TempDir Path directory;
  private Path out;
  private OwnCache cache;

  @Test
  void haveTheSameTreeAndBoot() throws Exception {
    OwnFileSystem btrfs = OwnFileSystem.make(directory, "btrfs", 3L << 30, "-q");
    out = btrfs.place();
    btrfs.run(
        () -> {
          build();
          cache = OwnCache.in(out);
          String tree = manifest(out.resolve("all"));
          List<Executable> checks = new ArrayList<>();
          checks.addAll(checksums());
          checks.addAll(trees(tree));
          checks.addAll(boots());
          assertAll(checks);
          succeed("sync; umount " + out + "; btrfs check --readonly " + btrfs.file());
        });
  }

  private void build() throws IOException {
    Path keys = BuiltImages.PROJECT.resolve("builder/src/test/resources/jbuild/builder/signature");
    Files.copy(keys.resolve("protected.asc"), directory.resolve("protected.asc"));
    Files.copy(keys.resolve("protected.pub.asc"), directory.resolve("public.asc"));
    Files.writeString(directory.resolve("passphrase"), "correct horse\n");
    resource("all.toml");
    resource("manifest.py");

    Jbuild.Result built = Jbuild.run(directory, "--output-dir=" + out, "all.toml");

    assertEquals(0, built.status(), built.err());
    assertEquals(
        Stream.of(
                "",
                ".tar",
                ".tar.gz",
                ".tar.bz2",
                ".tar.xz",
                ".tar.zst",
                ".tar.lz4",
                ".squashfs",
                ".erofs",
                ".oci",
                ".cpio.zst",
                ".raw")
            .map(suffix -> out.resolve("all" + suffix) + "\n")
            .reduce("", String::concat),
        built.out());
  }

  private void resource(String name) throws IOException {
    try (InputStream in = AllOutputsIT.class.getResourceAsStream(name)) {
      Files.copy(in, directory.resolve(name));
    }
  }

  private List<Executable> checksums() {
    return List.of(
        () ->
            succeed(
                "cd "
                    + out
                    + "; sha256sum --check --strict --quiet SHA256SUMS; test $(wc -l <SHA256SUMS)"
                    + " = 10"),
        () ->
            succeed(
                "cd "
                    + directory
                    + "; gpg --batch --quiet --dearmor -o keys public.asc; gpgv --keyring ./keys "
                    + out
                    + "/SHA256SUMS.gpg "
                    + out
                    + "/SHA256SUMS"));
  }

  /** Each in the hands of a tool that is not ours. */
  private List<Executable> trees(String tree) {
    String tar = "--numeric-owner --xattrs --xattrs-include='*' --acls -xpf ";
    return List.of(
        () -> same(tree, manifest(out.resolve(".all@1"))),
        () ->
            succeed(
                "test \"$(btrfs property get -ts " + out.resolve(".all@1") + " ro)\" = ro=true"),
        () -> same(tree, unpacked("tar " + tar + "all.tar -C @")),
        () ->
            same(
                manifest(out.resolve("all"), "root"),
                unpacked("bsdtar --numeric-owner --acls --xattrs -xpf all.tar.zst -C @", "root")),
        () -> succeed("cd " + out + "; gzip -dc all.tar.gz | cmp - all.tar"),
        () -> succeed("cd " + out + "; bzip2 -dc all.tar.bz2 | cmp - all.tar"),
        () -> succeed("cd " + out + "; xz -dc all.tar.xz | cmp - all.tar"),
        () -> succeed("cd " + out + "; zstd -qdc all.tar.zst | cmp - all.tar"),
        () -> succeed("cd " + out + "; lz4 -qdc all.tar.lz4 | cmp - all.tar"),
        () ->
            same(
                manifest(out.resolve("all"), "seconds", "acl"),
                unpacked("unsquashfs -q -n -f -d @ all.squashfs", "seconds", "acl")),
        () -> succeed("cd " + out + "; sfdisk --verify all.raw; sgdisk -v all.raw"),
        () -> succeed("e2fsck -fn '" + out + "/all.raw?offset=1048576'"),
        () -> same(tree, unpacked("mount -o ro,loop,offset=1048576 all.raw @")),
        () -> succeed("fsck.erofs " + out.resolve("all.erofs")),
        () -> same(tree, unpacked("mount -t erofs -o ro,loop all.erofs @")),
        () ->
            same(
                manifest(out.resolve("all"), "root", "seconds", "xattr"),
                unpacked(
                    "zstd -qdc all.cpio.zst | bsdtar --numeric-owner -xpf - -C @",
                    "root",
                    "seconds",
                    "xattr")),
        // GNU cpio sets the times of directories before it fills them, and not the mode of the
        // tree.
        () ->
            same(
                manifest(out.resolve("all"), "times", "xattr"),
                unpacked(
                    "chmod 755 @; zstd -qdc all.cpio.zst | (cd @; cpio -idu --quiet)",
                    "times",
                    "xattr")),
        () -> succeed("skopeo inspect oci:" + out.resolve("all.oci")),
        () -> same(tree, unpacked("rmdir @; umoci raw unpack --image all.oci:1 @")));
  }

  private List<Executable> boots() {
    List<Executable> boots = new ArrayList<>();
    for (String suffix :
        List.of("", ".tar.zst", ".raw", ".squashfs", ".erofs", ".oci", ".cpio.zst")) {
      boots.add(() -> assertBoots(out.resolve("all" + suffix)));
    }
    boots.add(() -> assertBootsUnderSystemdNspawn("--directory=" + out.resolve("all")));
    boots.add(
        () -> {
          // The original has the kernel read tables of partitions, where it can.
          succeed(
              "cd "
                  + out
                  + "; size=$(sfdisk -d all.raw | sed -n 's/.*size= *\\([0-9]*\\).*/\\1/p');"
                  + " dd status=none conv=sparse bs=1M skip=1 count=$((size / 2048)) if=all.raw"
                  + " of=root.raw");
          assertBootsUnderSystemdNspawn("--image=" + out.resolve("root.raw"));
        });
    return boots;
  }

  private void assertBoots(Path image) {
    List<String> words =
        Jbuild.words(
            "boot", "--volatile=overlay", "--quiet", "--machine=all-outputs-it", image.toString());
    Jbuild.Result booted = Jbuild.run(directory, cache.environment(), words);
    assertTrue(booted.out().contains(PROOF), image + "\n" + booted.out() + booted.err());
    assertEquals(0, booted.status());
  }

  private void assertBootsUnderSystemdNspawn(String image) {
    try (SystemdNspawn original =
        new SystemdNspawn(ToolsImage.get().showing(directory), Map.of())) {
      Finished booted =
          original.runDisk(
              List.of("--boot", "--volatile=overlay", "--machine=all-outputs-it", image));
      assertTrue(booted.output().contains(PROOF), image + "\n" + booted);
      assertEquals(0, booted.status());
    }
  }

  private String manifest(Path tree, String... lost) {
    return succeed(
        "python3 " + directory.resolve("manifest.py") + " " + tree + " " + String.join(" ", lost));
  }

  /** The manifest of what the script puts at the place that it calls @. */
  private String unpacked(String script, String... lost) throws IOException {
    Path place = Files.createTempDirectory(out, "unpacked");
    String manifest = "python3 " + directory.resolve("manifest.py") + " ";
    return succeed(
        "cd "
            + out
            + "; "
            + script.replace("@", place.toString())
            + "; "
            + manifest
            + place
            + " "
            + String.join(" ", lost));
  }

  private String succeed(String script) {
    return tools.run("sh", "-ec", script).successfully().output();
  }

  private static void same(String expected, String actual) {
    Set<String> missing = new LinkedHashSet<>(expected.lines().toList());
    Set<String> more = new LinkedHashSet<>(actual.lines().toList());
    missing.removeAll(actual.lines().toList());
    more.removeAll(expected.lines().toList());
    assertEquals(
        "",
        Stream.concat(missing.stream(), more.stream())
            .limit(20)
            .reduce("", (a, b) -> a + "\n" + b));
    assertTrue(expected.lines().count() > 800, expected);
  }
}
