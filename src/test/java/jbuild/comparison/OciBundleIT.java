package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row --oci-bundle= of the options: the same bundle makes the same machine under both. */
@Tag("root")
class OciBundleIT {
  @TempDir static Path directory;
  private static Path image;

  /** The original writes to the root of a bundle that says nobody can. */
  @BeforeAll
  static void copyImage() {
    image = directory.resolve("image");
    Path built = BuiltImages.of("test-images/bookworm.toml");
    Finished.of(new ProcessBuilder("cp", "-a", built.toString(), image.toString())).successfully();
  }

  @AfterAll
  static void removeImage() {
    Trees.remove(image);
  }

  private static final String PROBE =
      """
      echo "ids $(id -u) $(id -G) in $PWD on $(uname -n)"
      env | grep ^OCI_ | sort
      grep -e ^Cap -e ^NoNew -e ^Seccomp: /proc/self/status
      echo "limits $(ulimit -Sn) $(ulimit -Hn) score $(cat /proc/self/oom_score_adj)"
      grep -o -e ' / / r[ow]' -e ' /mnt r[ow]' -e ' /srv r[ow]' /proc/self/mountinfo | sort -u
      ls -A /mnt /srv
      cat /etc/issue 2>&1
      for call in 'mkdir /dev/shm/made' 'touch /dev/shm/made2' 'touch /opt/made'; do
        LC_ALL=C.UTF-8 $call 2>&1 && echo "can $call"
      done
      rm -f /opt/made
      echo "words $*"
      """;

  private Path bundle(boolean readOnly, String user, String linux) throws IOException {
    Path bundle = Files.createDirectories(directory.resolve("bundle"));
    Path shown = Files.createDirectories(bundle.resolve("shown"));
    Files.writeString(shown.resolve("file"), "");
    Path script = Files.createDirectories(bundle.resolve("script")).resolve("probe");
    Files.writeString(script, PROBE);
    String config =
        """
        {
          "ociVersion": "1.0.0",
          "root": { "path": "%s", "readonly": %s },
          "hostname": "bundled",
          "mounts": [
            { "destination": "/proc", "type": "proc", "source": "proc" },
            { "destination": "/dev", "type": "tmpfs", "source": "tmpfs" },
            { "destination": "/srv", "type": "bind", "source": "script" },
            { "destination": "/mnt", "source": "shown" }
          ],
          "process": {
            "terminal": false,
            "user": %s,
            "cwd": "/usr",
            "args": ["/bin/sh", "/srv/probe", "one", "two words"],
            "env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "OCI_A=1", "OCI_B=two words"],
            "capabilities": {
              "bounding": ["CAP_KILL", "CAP_CHOWN", "CAP_NET_BIND_SERVICE"],
              "permitted": ["CAP_KILL", "CAP_NET_BIND_SERVICE"],
              "effective": ["CAP_KILL"],
              "inheritable": ["CAP_KILL", "CAP_NET_BIND_SERVICE"],
              "ambient": ["CAP_NET_BIND_SERVICE"]
            },
            "rlimits": [{ "type": "RLIMIT_NOFILE", "soft": 77, "hard": 99 }],
            "noNewPrivileges": true,
            "oomScoreAdj": 300
          },
          "annotations": { "org.example": "nothing" },
          "linux": {
            "namespaces": [
              { "type": "pid" }, { "type": "mount" }, { "type": "uts" },
              { "type": "ipc" }, { "type": "cgroup" }, { "type": "network" }
            ],
            %s
            "seccomp": {
              "defaultAction": "SCMP_ACT_ALLOW",
              "architectures": ["SCMP_ARCH_NATIVE"],
              "syscalls": [
                { "names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO" }
              ]
            }
          }
        }
        """
            .formatted(image, readOnly, user, linux);
    Files.writeString(bundle.resolve("config.json"), config);
    return bundle;
  }

  private List<String> same(Path bundle, String... words) {
    List<String> options = new ArrayList<>(List.of("--oci-bundle=" + bundle));
    options.addAll(List.of(words));
    Finished theirs;
    try (SystemdNspawn original =
        new SystemdNspawn(ToolsImage.get().showing(directory), Map.of())) {
      theirs = original.run(options).successfully();
    }
    Finished ours = ours(options).successfully();
    assertEquals(theirs.output(), ours.output(), theirs.errors() + ours.errors());
    return ours.output().lines().toList();
  }

  private static Finished ours(List<String> options) {
    List<String> command =
        new ArrayList<>(List.of(BuiltImages.PROJECT.resolve("jbuild").toString(), "nspawn", "-q"));
    command.addAll(options);
    return Finished.of(new ProcessBuilder(command));
  }

  @Test
  void aBundleRunsItsProgramAsItsUserWithItsRights() throws IOException {
    List<String> facts =
        same(bundle(false, "{ \"uid\": 1, \"gid\": 2, \"additionalGids\": [7] }", ""));

    assertEquals("ids 1 2 7 in /usr on bundled", facts.get(0));
  }

  @Test
  void aBundleOfRootIsStartedWithTheWordsOfTheCommandLineInstead() throws IOException {
    Path bundle = bundle(false, "{ \"uid\": 0, \"gid\": 0 }", "");

    List<String> facts = same(bundle, "--setenv=OCI_C=3", "/bin/sh", "/srv/probe", "other");

    assertAll(
        () -> assertEquals("ids 0 0 in /usr on bundled", facts.get(0)),
        () -> assertEquals("OCI_C=3", facts.get(1)),
        () -> assertEquals("words other", facts.get(facts.size() - 1)));
  }

  @Test
  void nobodyWritesToARootThatABundleLocks() throws IOException {
    Path bundle = bundle(true, "{ \"uid\": 0, \"gid\": 0 }", "");

    List<String> facts = ours(List.of("--oci-bundle=" + bundle)).output().lines().toList();

    assertTrue(
        facts.contains("touch: cannot touch '/opt/made': Read-only file system"), facts.toString());
  }

  @Test
  void aBundleThatIsWrongIsRefusedWithItsKeyAndNothingStarts() throws IOException {
    Path bundle = bundle(false, "{ \"uid\": \"root\", \"gid\": 0 }", "\"sysctls\": {},");

    Finished ours = ours(List.of("--oci-bundle=" + bundle));

    assertEquals(1, ours.status());
    assertEquals(
        "error: cannot use the bundle "
            + bundle
            + ": /process/user/uid: it is not a whole number (and 1 more)\n",
        ours.errors());
    assertEquals("", ours.output());
  }
}
