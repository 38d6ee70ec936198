package jbuild.comparison.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jbuild.tools.ToolsImage;

/** Options about what the machine's root is. */
final class ImageRows {
  private static final String MACHINE_ID = "149d5181756c4c5490ce97d1f18276ba";
  private static final String WRITE =
      "for place in / /etc /var /srv; do touch $place/made 2>/dev/null && echo $place; done";

  private ImageRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--directory",
            Case.only("-D", "{tree}").asking("cat /etc/machine-id").shows(MACHINE_ID),
            Case.only("-D", "{tree}/missing").isRefused("{tree}/missing"),
            Case.only("-D", "{files}").isRefused("{files}"),
            Case.only("-D", "/").isRefused("/"),
            Case.only("-D", "{tree}", "-i", "{files}/disk").isRefused("cannot use")),
        template(),
        Row.of(
            "--ephemeral",
            Case.with("--ephemeral", "--link-journal=no")
                .asking(WRITE, "cat /etc/machine-id", "[ $(uname -n) != {name} ] && echo own name")
                .shows("/", "/etc", "/var", "/srv", MACHINE_ID, "own name")
                .leaving(ImageRows::traces)),
        image(),
        policy(),
        later("--mstack", "{files}"),
        Row.of(
            "--oci-bundle",
            Case.only("--oci-bundle={files}")
                .after(ImageRows::makeBundle)
                .running()
                .shows("bundled {name}-host"),
            Case.only("--oci-bundle={tree}").isRefused("config.json")),
        Row.of(
            "--read-only",
            Case.with("--read-only")
                .asking(WRITE, "touch /tmp/made /run/made /dev/shm/made && echo memory")
                .shows("memory")),
        volatility(),
        later("--root-hash", "0123456789abcdef0123456789abcdef"),
        later("--root-hash-sig", "base64:AAAA"),
        later("--verity-data", "{files}/greeting"),
        Row.of(
            "--pivot-root",
            Case.with("--pivot-root=/srv/other")
                .after(ImageRows::secondRoot)
                .asking("cat /etc/which; ls /srv")
                .shows("second"),
            Case.with("--pivot-root=/srv/other:/old")
                .after(ImageRows::secondRoot)
                .asking("cat /etc/which /old/etc/machine-id")
                .shows("second", MACHINE_ID)
                .byReference()));
  }

  private static Row later(String option, String value) {
    return Row.of(option, Case.with(option + "=" + value).isRefused(option).byReference());
  }

  private static Row template() {
    Case copy =
        Case.only("--template={tree}", "-D", "{files}/copy")
            .asking("touch /etc/made; cat /etc/machine-id")
            .shows(MACHINE_ID, "/etc/machine-id /etc/made /usr/bin/sh")
            .leaving(
                place -> {
                  Path made = place.files().resolve("copy");
                  StringBuilder there = new StringBuilder();
                  for (String file : List.of("/etc/machine-id", "/etc/made", "/usr/bin/sh")) {
                    there.append(Files.exists(Path.of(made + file)) ? file + " " : "");
                  }
                  assertMissing(place.tree().resolve("etc/made"));
                  return there.toString().strip() + "\n";
                });
    Case there = Case.with("--template={files}").asking("cat /etc/machine-id").shows(MACHINE_ID);
    return Row.of("--template", copy, there, Case.only("--template={tree}").isRefused("template"));
  }

  private static Row image() {
    return Row.of(
        "--image",
        Case.only("-i", "{files}/{name}.raw")
            .after(ImageRows::makeDisk)
            .asking(
                "cat /etc/machine-id; uname -n; touch /etc/made && echo written",
                "grep ' / ' /proc/self/mounts | cut -d' ' -f3,4 | cut -d, -f1,2")
            .shows(MACHINE_ID, "{name}", "written", "ext4 rw,nodev"),
        Case.only("-i", "{files}/{name}.raw", "--read-only")
            .after(ImageRows::makeDisk)
            .asking(WRITE, "cat /etc/machine-id")
            .shows(MACHINE_ID),
        Case.only("-i", "{files}/missing.raw").isRefused("missing.raw"));
  }

  private static Row policy() {
    return Row.of(
        "--image-policy",
        Case.only("-i", "{files}/{name}.raw", "--image-policy=root=unprotected+ext4")
            .after(ImageRows::makeDisk)
            .asking("cat /etc/machine-id")
            .shows(MACHINE_ID)
            .byReference(),
        Case.only("-i", "{files}/{name}.raw", "--image-policy=root=encrypted")
            .after(ImageRows::makeDisk)
            .isRefused("image policy")
            .byReference(),
        Case.only("-i", "{files}/{name}.raw", "--image-policy=root=verity")
            .after(ImageRows::makeDisk)
            .isRefused("dm-verity")
            .byReference());
  }

  private static Row volatility() {
    String root =
        "grep -e ' / ' -e ' /var ' -e ' /usr ' /proc/self/mounts | cut -d' ' -f2,3 | sort";
    String kept = "cat /etc/machine-id 2>/dev/null || echo no etc";
    Case yes =
        Case.with("--volatile=yes")
            .asking(WRITE, kept, root, "touch /usr/made 2>/dev/null || echo fixed")
            .shows("/", "/etc", "/var", "no etc", "/ tmpfs", "/usr ext4", "fixed");
    return Row.of(
        "--volatile",
        Case.with("--volatile=no")
            .asking(WRITE, kept)
            .shows("/", "/etc", "/var", "/srv", MACHINE_ID),
        yes,
        Case.with("--volatile").asking(kept).shows("no etc"),
        Case.with("--volatile=state")
            .asking(WRITE, kept, "ls /var | grep -v log")
            .shows("/var", MACHINE_ID, "made"),
        Case.with("--volatile=overlay")
            .asking(WRITE, kept)
            .shows("/", "/etc", "/var", "/srv", MACHINE_ID)
            .leaving(ImageRows::traces),
        // The old version cannot.
        Case.with("--volatile=yes", "-U").asking(kept).shows("no etc").byReference(),
        Case.with("--volatile=state", "-U").asking(kept).shows(MACHINE_ID).byReference(),
        Case.with("--volatile=overlay", "-U")
            .asking(WRITE, kept)
            .shows("/", "/etc", "/var", "/srv", MACHINE_ID)
            .leaving(ImageRows::traces));
  }

  private static void makeDisk(Place place) {
    String disk = place.files().resolve(place.name() + ".raw").toString();
    ToolsImage.get()
        .showing(place.directory())
        .run("mke2fs", "-q", "-t", "ext4", "-d", place.tree().toString(), disk, "24M")
        .successfully();
  }

  private static void makeBundle(Place place) throws IOException {
    Files.writeString(
        place.files().resolve("config.json"),
        """
        {
          "ociVersion": "1.0.0",
          "root": { "path": "%s" },
          "hostname": "%s-host",
          "process": {
            "user": { "uid": 0, "gid": 0 },
            "cwd": "/",
            "env": ["OCI=bundled"],
            "args": ["/bin/sh", "-c", "echo $OCI $(uname -n)"]
          },
          "linux": {
            "namespaces": [
              { "type": "mount" },
              { "type": "pid" },
              { "type": "ipc" },
              { "type": "uts" },
              { "type": "cgroup" }
            ]
          }
        }
        """
            .formatted(place.tree(), place.name()));
  }

  private static void secondRoot(Place place) throws IOException {
    Path other = place.tree().resolve("srv/other");
    Path aside = place.directory().resolve("aside");
    new SmallSystem(place.tree()).copiedTo(aside);
    Files.move(aside, other);
    Files.writeString(other.resolve("etc/which"), "second\n");
    Files.createDirectories(other.resolve("old"));
  }

  /** What has been left in the image, or of it. */
  private static String traces(Place place) throws IOException {
    assertMissing(place.tree().resolve("etc/made"));
    try (Stream<Path> beside = Files.list(place.directory())) {
      return beside.anyMatch(path -> path.toString().contains(".#machine")) ? "a copy\n" : "";
    }
  }

  private static void assertMissing(Path path) {
    if (Files.exists(path)) {
      throw new AssertionError("made in the image: " + path);
    }
  }
}
