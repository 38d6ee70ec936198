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
import java.util.TreeMap;
import java.util.stream.Stream;
import jbuild.tools.BuiltImages;
import jbuild.tools.OwnFileSystem;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every package tool and every kind of image, built in a system that has none of the tools:
 * debootstrap, dnf and pacman each make a subvolume, a disk and an archive in one build, zypper a
 * directory. Where the distribution's own mirrors may not answer, it is the recipe that ships, and
 * only the packages are the tests'.
 */
@Tag("root")
@Tag("beside")
class NineCellsIT {
  private static final Map<String, String> ROWS =
      Map.of("deb", "debian", "fed", "fedora", "arc", "arch", "sus", "opensuse", "cen", "centos");

  /** FreshMachineIT builds Debian's recipe, of Debian's packages. */
  private static final String OWN = "deb";

  private static final Set<String> DIRECTORIES = Set.of("sus", "cen");
  private static final List<String> CELLS = List.of("", ".raw", ".tar");
  private static final String MACHINE = "nine-cells-it";
  private static final String REPORT =
      """

      [services]
      enable = ["report.service"]
      # It throws away what is on its way to the console.
      mask = ["console-getty.service"]

      [[files]]
      path = "/etc/systemd/system/report.service"
      content = '''
      [Unit]
      Description=Report on the console
      [Service]
      Type=exec
      ExecStart=/bin/sh -c 'state=$(systemctl is-system-running --wait); failed=$(systemctl --failed --no-legend); echo "It is $state, and failed: ($failed)." >/dev/console; systemctl poweroff'
      [Install]
      WantedBy=multi-user.target
      '''
      """;

  /** Fails where there is one of the tools; then all images are built at the same time. */
  private static final String BUILD =
      """
      for tool in debootstrap dnf dnf5 rpm zypper pacman pacstrap; do
        ! command -v $tool || exit 9
      done
      export XDG_CONFIG_HOME=/work/config
      cd /work
      exec "$0" build --output-dir=out deb.toml fed.toml arc.toml sus.toml cen.toml
      """;

  @TempDir Path directory;
  private Path place;

  @Test
  void bootToRunningAndHaveTheTreeOfTheirRow() throws Exception {
    OwnFileSystem btrfs = OwnFileSystem.make(directory, "btrfs", 6L << 30, "-q");
    place = btrfs.place();
    btrfs.run(
        () -> {
          build();
          Map<String, String> cache = OwnCache.in(place).environment();
          List<Executable> checks = new ArrayList<>();
          for (String row : ROWS.keySet()) {
            List<String> cells = DIRECTORIES.contains(row) ? List.of("") : CELLS;
            Map<String, String> said = booted(row, cells, cache);
            said.forEach(
                (image, text) ->
                    checks.add(
                        () ->
                            assertTrue(
                                text.contains("It is running, and failed: ()."),
                                image + "\n" + text)));
            if (cells.size() > 1) {
              checks.add(() -> assertSameTrees(row));
            }
          }
          assertAll(checks);
        });
  }

  private void build() throws IOException {
    SmallDistributions.in(place);
    try (InputStream in = NineCellsIT.class.getResourceAsStream("manifest.py")) {
      Files.copy(in, place.resolve("manifest.py"));
    }
    for (Map.Entry<String, String> row : ROWS.entrySet()) {
      String name = row.getKey();
      String outputs = DIRECTORIES.contains(name) ? "'directory'" : "'subvolume', 'raw', 'tar'";
      String shipped =
          name.equals(OWN)
              ? ""
              : "include = ['%s/recipes/%s.toml']\n".formatted(Jbuild.HOME, row.getValue());
      Files.writeString(
          place.resolve(name + ".toml"),
          "[image]\nname = '%s'\noutputs = [%s]\n%s".formatted(name, outputs, shipped)
              + SmallDistributions.table(row.getValue(), SmallDistributions.mirror(row.getValue()))
              + REPORT);
    }
    Path cache = SmallDistributions.REPOSITORIES.root().getParent().getParent();
    Jbuild.Result built =
        Jbuild.result(
            place,
            Jbuild.words(
                "run",
                "--quiet",
                "--machine=" + MACHINE,
                "--directory=" + BuiltImages.of("test-images/fresh.toml"),
                "--volatile=overlay",
                // Builds have a network of their own, that somebody has to switch on.
                "--capability=CAP_NET_ADMIN",
                "--bind-ro=" + Jbuild.HOME,
                "--bind=" + cache,
                "--setenv=JBUILD_CACHE=" + cache,
                "--bind=" + place + ":/work",
                "--",
                "sh",
                "-c",
                BUILD,
                Jbuild.HOME.resolve("jbuild").toString()));
    assertEquals(0, built.status(), built.out() + built.err());
  }

  /** What the images say of themselves, started at the same time. */
  private Map<String, String> booted(String row, List<String> cells, Map<String, String> cache)
      throws IOException {
    StringBuilder script = new StringBuilder();
    int number = 0;
    for (String cell : cells) {
      script.append(
          "'%s' boot --volatile=overlay --quiet --machine=%s-%d out/%s >said%s 2>&1 &\n"
              .formatted(Jbuild.HOME.resolve("jbuild"), MACHINE, number++, row + cell, row + cell));
    }
    Jbuild.run(place, cache, List.of("sh", "-c", script + "wait\n"));
    Map<String, String> said = new TreeMap<>();
    for (String cell : cells) {
      said.put(row + cell, Files.readString(place.resolve("said" + row + cell)));
    }
    return said;
  }

  private void assertSameTrees(String row) throws IOException {
    String tree = manifest(row, "ln -s $PWD/out/" + row + " @/tree");
    String tar =
        "mkdir @/tree; tar --numeric-owner --xattrs --xattrs-include='*' --acls -xpf out/"
            + row
            + ".tar -C @/tree";
    String disk = "mkdir @/tree; mount -o ro,loop,offset=1048576 out/" + row + ".raw @/tree";
    assertAll(
        () -> assertTrue(tree.lines().count() > 800, tree),
        () -> assertEquals("", difference(tree, manifest(row, tar))),
        () -> assertEquals("", difference(tree, manifest(row, disk))));
  }

  /** The manifest of what the script puts at @/tree. */
  private String manifest(String row, String script) throws IOException {
    Path unpacked = Files.createTempDirectory(place, row);
    return ToolsImage.of("test-images/formats.toml")
        .run(
            "sh",
            "-ec",
            "cd %s; %s; python3 manifest.py $(readlink -f %s/tree)"
                .formatted(place, script.replace("@", unpacked.toString()), unpacked))
        .successfully()
        .output();
  }

  private static String difference(String expected, String actual) {
    Set<String> missing = new LinkedHashSet<>(expected.lines().toList());
    Set<String> more = new LinkedHashSet<>(actual.lines().toList());
    missing.removeAll(actual.lines().toList());
    more.removeAll(expected.lines().toList());
    return Stream.concat(missing.stream(), more.stream())
        .limit(20)
        .reduce("", (a, b) -> a + "\n" + b);
  }
}
