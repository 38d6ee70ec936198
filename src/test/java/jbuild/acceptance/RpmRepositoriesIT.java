package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.RpmFacts;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.distribution.dnf.Dnf;
import jbuild.builder.distribution.rpm.RpmProgram;
import jbuild.builder.distribution.rpm.RpmSteps;
import jbuild.builder.distribution.rpm.RpmSystem;
import jbuild.builder.distribution.zypper.Zypper;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.ToolChoice;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.tools.BuiltImages;
import jbuild.tools.FileServer;
import jbuild.tools.Repositories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tools of the rpm family say of repositories that are not right, and how they fetch. */
@Tag("root")
@Tag("beside")
class RpmRepositoriesIT {
  private static final Repositories REPOSITORIES = Repositories.shared();
  private static final List<String> KEYS = List.of("release", "expired", "revoked");
  private static final Path CACHE =
      Path.of(System.getenv().getOrDefault("JBUILD_CACHE", "/var/cache/jbuild"));

  @TempDir static Path directory;
  private static final Map<Tool, Toolsets> toolsets = new EnumMap<>(Tool.class);
  private static FileServer server;

  /** The programs, of two generations. */
  enum Tool {
    DNF4,
    DNF5,
    ZYPPER;

    /** Not the host's, if it has one: what is said is that of one version. */
    Toolsets toolsets() {
      if (this == DNF5) {
        Path tree = BuiltImages.of("test-images/newer-tools.toml");
        return only(new ProgramTree(tree, true));
      }
      Toolsets all =
          new Toolsets(new ProgramTree(directory), DebianStable.forHost(System.getenv()));
      return only(all.get(this == ZYPPER ? Toolset.ZYPPER : Toolset.DNF, CACHE, Progress.SILENT));
    }

    private static Toolsets only(ProgramTree tree) {
      return ToolChoice.only(tree, "the tests").with(DebianStable.forHost(Map.of()));
    }

    RpmProgram program(RpmSystem system, Toolsets toolsets, Map<String, String> environment) {
      return this == ZYPPER
          ? new Zypper(system, toolsets, environment)
          : new Dnf(system, toolsets, environment);
    }
  }

  @BeforeAll
  static void serve() {
    server = FileServer.of(REPOSITORIES.root());
    for (Tool tool : Tool.values()) {
      toolsets.put(tool, tool.toolsets());
    }
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DNF4 | file | bad/stranger-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          DNF4 | file | bad/corrupt-index | jb-tool | 4 | cannot use the index of a repository | a file of it on the mirror is not what its head says
          DNF4 | file | bad/nothing | jb-tool | 4 | cannot fetch from .*/bad/nothing | it has no index of packages: repodata/repomd.xml
          DNF4 | file | broken | jb-gone | 4 | cannot fetch .*/broken/jb-gone-1.*.rpm | it is in the index, but the file is not there
          DNF4 | file | broken | jb-corrupt | 4 | cannot use jb-corrupt-1.* | the file in wrong is not what the index says
          DNF4 | file | broken | jb-unsigned | 4 | cannot trust jb-unsigned-1.*.rpm | it is not signed
          DNF4 | http | bad/expired-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: expired has expired on 2025-02-01T.*
          DNF4 | http | bad/unsigned | jb-tool | 4 | cannot trust the index of the repository wrong | it is not signed
          DNF4 | http | bad/changed | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: the signature of release does not match: the file has been changed
          DNF4 | http | bad/short-index | jb-tool | 4 | cannot use the index of a repository | a file of it on the mirror is not what its head says
          DNF4 | http | bad/gone-index | jb-tool | 4 | cannot fetch http://.*/bad/gone-index/repodata/.*-primary.xml.gz | the mirror does not have it
          DNF4 | http | bad/page | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: the signature of release does not match: the file has been changed
          DNF4 | http | bad/nothing | jb-tool | 4 | cannot fetch http://.*/bad/nothing/repodata/repomd.xml | the mirror does not have it
          DNF4 | DROPPED repomd.xml | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/repomd.xml | the mirror ends the connection before all of it is there
          DNF4 | REDIRECT_LOOP repomd.xml | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/repomd.xml | the mirror says that it is elsewhere, and there again, without an end
          DNF4 | CUT_OFF .rpm | small | jb-tool | 4 | cannot fetch http://.*/small/jb-tool-1.*.rpm | the mirror ends the connection before all of it is there
          DNF4 | CHANGED .rpm | small | jb-tool | 4 | cannot use jb-tool-1.*.rpm | the file on the mirror is not what the index says
          DNF4 | refused | small | jb-tool | 4 | cannot fetch http://127.0.0.1:1/small/repodata/repomd.xml | the mirror does not accept connections
          DNF4 | unknown | small | jb-tool | 4 | cannot reach the mirror jbuild.invalid | its name is not known to the name servers of this host
          DNF4 | http | broken | jb-stranger | 4 | cannot trust jb-stranger-1.* | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          DNF4 | http | broken | jb-expired | 4 | cannot trust jb-expired-1.* | key [0-9A-F]{16}: expired has expired on 2025-02-01T.*
          DNF4 | http | broken | jb-short | 4 | cannot use jb-short-1.*.rpm | the file on the mirror is not what the index says
          DNF4 | http | broken | jb-gone | 4 | cannot fetch http://.*/broken/jb-gone-1.*.rpm | the mirror does not have it
          DNF5 | file | bad/stranger-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          DNF5 | file | bad/corrupt-index | jb-tool | 4 | cannot use file://.*/bad/corrupt-index/repodata/.*-primary.xml.gz | it is not what the index says
          DNF5 | file | bad/nothing | jb-tool | 4 | cannot fetch from .*/bad/nothing | it has no index of packages: repodata/repomd.xml
          DNF5 | file | broken | jb-gone | 4 | cannot read file://.*/broken/jb-gone-1.*.rpm | there is no such file
          DNF5 | file | broken | jb-corrupt | 4 | cannot use file://.*/broken/jb-corrupt-1.*.rpm | it is not what the index says
          DNF5 | file | broken | jb-unsigned | 4 | cannot trust jb-unsigned-1.* | it is not signed
          DNF5 | http | bad/expired-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: expired has expired on 2025-02-01T.*
          DNF5 | http | bad/unsigned | jb-tool | 4 | cannot trust the index of the repository wrong | it is not signed
          DNF5 | http | bad/changed | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: the signature of release does not match: the file has been changed
          DNF5 | http | bad/short-index | jb-tool | 4 | cannot use http://.*/bad/short-index/repodata/.*-primary.xml.gz | it is not what the index says
          DNF5 | http | bad/gone-index | jb-tool | 4 | cannot fetch http://.*/bad/gone-index/repodata/.*-primary.xml.gz | the mirror does not have it
          DNF5 | http | bad/page | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: the signature of release does not match: the file has been changed
          DNF5 | http | bad/nothing | jb-tool | 4 | cannot fetch http://.*/bad/nothing/repodata/repomd.xml | the mirror does not have it
          DNF5 | DROPPED repomd.xml | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/repomd.xml | the mirror ends the connection before all of it is there
          DNF5 | REDIRECT_LOOP repomd.xml | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/repomd.xml | the mirror says that it is elsewhere, and there again, without an end
          DNF5 | CUT_OFF .rpm | small | jb-tool | 4 | cannot fetch http://.*/small/jb-tool-1.*.rpm | the mirror ends the connection before all of it is there
          DNF5 | CHANGED .rpm | small | jb-tool | 4 | cannot use http://.*/small/jb-tool-1.*.rpm | it is not what the index says
          DNF5 | refused | small | jb-tool | 4 | cannot fetch http://127.0.0.1:1/small/repodata/repomd.xml | the mirror does not accept connections
          DNF5 | unknown | small | jb-tool | 4 | cannot reach the mirror jbuild.invalid | its name is not known to the name servers of this host
          DNF5 | http | broken | jb-stranger | 4 | cannot trust jb-stranger-1.* | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          DNF5 | http | broken | jb-expired | 4 | cannot trust jb-expired-1.* | key [0-9A-F]{16}: expired has expired on 2025-02-01T.*
          DNF5 | http | broken | jb-short | 4 | cannot use http://.*/broken/jb-short-1.*.rpm | the file on the mirror has [0-9]+ bytes, and the index says [0-9]+
          DNF5 | http | broken | jb-gone | 4 | cannot fetch http://.*/broken/jb-gone-1.*.rpm | the mirror does not have it
          DNF5 | http | bad/stranger-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          DNF5 | http | bad/revoked-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: revoked has been revoked
          DNF5 | http | bad/corrupt-index | jb-tool | 4 | cannot use http://.*/bad/corrupt-index/repodata/.*-primary.xml.gz | it is not what the index says
          DNF5 | http | bad/empty | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: the signature of release does not match: the file has been changed
          DNF5 | http | bad/nonsense | jb-tool | 4 | cannot use the repository wrong | Parsing unsuccessful: Element <repomd> was not found - Bad repomd file
          DNF5 | file | bad/short-index | jb-tool | 4 | cannot use file://.*/bad/short-index/repodata/.*-primary.xml.gz | it is not what the index says
          DNF5 | file | bad/gone-index | jb-tool | 4 | cannot read file://.*/bad/gone-index/repodata/.*-primary.xml.gz | there is no such file
          DNF5 | file | broken | jb-short | 4 | cannot use file://.*/broken/jb-short-1.*.rpm | it is not what the index says
          DNF5 | FORBIDDEN repomd.xml | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/repomd.xml | the mirror answers 403
          DNF5 | BROKEN repomd.xml | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/repomd.xml | the mirror answers 503
          DNF5 | CUT_OFF .xml.gz | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/.*.xml.gz | the mirror ends the connection before all of it is there
          DNF5 | http | small | jb-nosuch | 1 | cannot install jb-nosuch | the repositories have no package of this name
          DNF5 | http | broken | jb-revoked | 4 | cannot trust jb-revoked-1.* | key [0-9A-F]{16}: revoked has been revoked
          DNF5 | http | broken | jb-unsigned | 4 | cannot trust jb-unsigned-1.* | it is not signed
          DNF5 | http | broken | jb-corrupt | 4 | cannot use http://.*/broken/jb-corrupt-1.*.rpm | it is not what the index says
          DNF5 | http | broken | jb-missingdep | 1 | cannot install jb-missingdep-1.* | it needs jb-nonexistent >= 3, which no repository has
          ZYPPER | file | bad/stranger-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          ZYPPER | file | bad/corrupt-index | jb-tool | 4 | cannot use .*-primary.xml.gz | the file on the mirror is not what the index says
          ZYPPER | file | bad/nothing | jb-tool | 4 | cannot fetch from .*/bad/nothing | it has no index of packages: repodata/repomd.xml
          ZYPPER | file | broken | jb-gone | 4 | cannot fetch ./jb-gone-1.*.rpm | file:.*/broken does not have it
          ZYPPER | file | broken | jb-corrupt | 4 | cannot trust jb-corrupt-1.* | its signature was refused: Signature does not verify
          ZYPPER | file | broken | jb-unsigned | 4 | cannot trust jb-unsigned-1.* | it is not signed
          ZYPPER | http | bad/expired-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: expired has expired on 2025-02-01T.*
          ZYPPER | http | bad/unsigned | jb-tool | 4 | cannot trust the index of the repository wrong | it is not signed
          ZYPPER | http | bad/changed | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: the signature of release does not match: the file has been changed
          ZYPPER | http | bad/short-index | jb-tool | 4 | cannot use .*-primary.xml.gz | the file on the mirror is not what the index says
          ZYPPER | http | bad/gone-index | jb-tool | 4 | cannot fetch ./repodata/.*-primary.xml.gz | http://.*/bad/gone-index does not have it
          ZYPPER | http | bad/page | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: the signature of release does not match: the file has been changed
          ZYPPER | http | bad/nothing | jb-tool | 4 | cannot use a repository | its index is not there, or not as it should be
          ZYPPER | DROPPED repomd.xml | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/repomd.xml | the mirror does not give it
          ZYPPER | REDIRECT_LOOP repomd.xml | small | jb-tool | 4 | cannot fetch http://.*/small/repodata/repomd.xml | the mirror does not give it
          ZYPPER | CHANGED .rpm | small | jb-tool | 4 | cannot use jb-tool-1.*.rpm | the file on the mirror is not what the index says
          ZYPPER | refused | small | jb-tool | 4 | cannot fetch from 127.0.0.1:1 | the mirror does not accept connections
          ZYPPER | unknown | small | jb-tool | 4 | cannot reach the mirror jbuild.invalid | its name is not known to the name servers of this host
          ZYPPER | http | broken | jb-stranger | 4 | cannot trust jb-stranger-1.* | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          ZYPPER | http | broken | jb-expired | 4 | cannot trust jb-expired-1.* | key [0-9A-F]{16}: expired has expired on 2025-02-01T.*
          ZYPPER | http | broken | jb-short | 4 | cannot trust jb-short-1.* | its signature was refused: File does not exist or signature can.t be checked
          ZYPPER | http | broken | jb-gone | 4 | cannot fetch ./jb-gone-1.*.rpm | http://.*/broken does not have it
          ZYPPER | http | bad/stranger-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          ZYPPER | http | bad/revoked-key | jb-tool | 4 | cannot trust the index of the repository wrong | key [0-9A-F]{16}: revoked has been revoked
          ZYPPER | http | bad/corrupt-index | jb-tool | 4 | cannot use .*-primary.xml.gz | the file on the mirror is not what the index says
          ZYPPER | http | bad/empty | jb-tool | 4 | cannot use the repository wrong | its index is not there, or not as it should be
          ZYPPER | file | bad/short-index | jb-tool | 4 | cannot use .*-primary.xml.gz | the file on the mirror is not what the index says
          ZYPPER | file | bad/gone-index | jb-tool | 4 | cannot fetch ./repodata/.*-primary.xml.gz | file:.*/bad/gone-index does not have it
          ZYPPER | file | broken | jb-short | 4 | cannot trust jb-short-1.* | its signature was refused: File does not exist or signature can.t be checked
          ZYPPER | http | small | jb-nosuch | 1 | cannot install jb-nosuch | the repositories have no package of this name
          ZYPPER | http | broken | jb-revoked | 4 | cannot trust jb-revoked-1.* | key [0-9A-F]{16}: revoked has been revoked
          ZYPPER | http | broken | jb-unsigned | 4 | cannot trust jb-unsigned-1.* | it is not signed
          ZYPPER | http | broken | jb-corrupt | 4 | cannot trust jb-corrupt-1.* | its signature was refused: Signature does not verify
          ZYPPER | http | broken | jb-missingdep | 1 | cannot install jb-missingdep-1.* | it needs jb-nonexistent >= 3, which no repository has
          ZYPPER | FORBIDDEN all | small | jb-tool | 4 | cannot fetch from http://.*/small | the mirror does not permit it
          ZYPPER | BROKEN all | small | jb-tool | 4 | cannot fetch from http://.*/small | the mirror has a fault of its own
          """)
  void saysWhatIsWrongAndUsesNothingOfIt(
      Tool tool, String way, String place, String name, int status, String what, String why)
      throws IOException {
    Failure failure = faulty(tool, toolsets.get(tool), way, place, name).orElseThrow();

    assertTrue(failure.what().matches(".*: " + what), failure.what());
    assertTrue(failure.why().matches(why), failure.why());
    assertEquals(status, failure.status().code());
  }

  /** Fails with a mirror that is not right; nothing when it does not. */
  private static Optional<Failure> faulty(
      Tool tool, Toolsets toolsets, String way, String place, String name) throws IOException {
    if (!way.contains(" ")) {
      return build(tool, toolsets, address(way), place, name, Map.of());
    }
    String[] words = way.split(" ");
    try (FileServer own = FileServer.of(REPOSITORIES.root())) {
      own.fault(words[1].equals("all") ? "" : words[1], fault(words[0]));
      return build(tool, toolsets, own.address("/rpm"), place, name, Map.of());
    }
  }

  private static URI address(String way) {
    return switch (way) {
      case "file" -> REPOSITORIES.rpm().toUri();
      case "http" -> server.address("/rpm");
      case "refused" -> URI.create("http://127.0.0.1:1");
      default -> URI.create("http://jbuild.invalid");
    };
  }

  private static FileServer.Fault fault(String name) {
    return switch (name) {
      case "FORBIDDEN" -> FileServer.FORBIDDEN;
      case "BROKEN" -> FileServer.BROKEN;
      case "DROPPED" -> FileServer.DROPPED;
      case "CUT_OFF" -> FileServer.CUT_OFF;
      case "CHANGED" -> FileServer.CHANGED;
      case "REDIRECT_LOOP" -> FileServer.REDIRECT_LOOP;
      default -> FileServer.PAGE;
    };
  }

  @ParameterizedTest
  @EnumSource
  void asksTheProxyThatTheEnvironmentNames(Tool tool) throws IOException {
    Map<String, String> proxy = Map.of("http_proxy", server.address("").toString());

    assertEquals(
        Optional.empty(),
        build(
            tool,
            toolsets.get(tool),
            URI.create("http://mirror.invalid/rpm"),
            "small",
            "jb-tool",
            proxy));
  }

  @ParameterizedTest
  @EnumSource
  void asksNoProxyForAMirrorThatIsExempt(Tool tool) throws IOException {
    Map<String, String> proxy =
        Map.of("http_proxy", "http://127.0.0.1:1", "no_proxy", "localhost,127.0.0.1");

    assertEquals(
        Optional.empty(),
        build(tool, toolsets.get(tool), server.address("/rpm"), "small", "jb-tool", proxy));
  }

  /** Installs one package; returns why it did not come to that, with nothing in the image. */
  private static Optional<Failure> build(
      Tool tool,
      Toolsets toolsets,
      URI mirror,
      String place,
      String name,
      Map<String, String> environment)
      throws IOException {
    Path work = Files.createTempDirectory(directory, "work");
    try {
      RpmProgram program =
          tool.program(system(work, tool, mirror, place, name), toolsets, environment);
      MachineSandbox sandbox =
          new MachineSandbox(
              new Launcher(RuntimeDirectory.ofHost()), work.resolve("log"), line -> {});
      new BuildPlan(new RpmSteps(program, toolsets).base())
          .run(new Workspace(work, work.resolve("cache"), sandbox, Progress.SILENT));
      assertTrue(Files.exists(work.resolve("root/usr/bin/jb-tool")));
      return Optional.empty();
    } catch (Failure failure) {
      assertFalse(Files.exists(work.resolve("root/usr/bin")), failure.what());
      return Optional.of(failure);
    } finally {
      Trees.remove(work);
    }
  }

  private static RpmSystem system(Path work, Tool tool, URI mirror, String place, String name)
      throws IOException {
    Path keys = Files.createDirectories(work.resolve("profiles/keys"));
    StringBuilder text =
        new StringBuilder(
            """
            name: small
            tool: TOOL
            architectures: [x86_64, aarch64]
            mirrors: {archive: "http://mirror.invalid"}
            releases: [{name: "1.0"}]
            base: [NAME]
            bootable: []
            TOOL:
              repositories:
                wrong: {mirror: archive, path: PLACE, signed-metadata: true}
              release-package: jb-tool
            keys:
            """
                .replace("TOOL", tool == Tool.ZYPPER ? "zypper" : "dnf")
                .replace("NAME", name)
                .replace("PLACE", place));
    for (String key : KEYS) {
      Files.copy(REPOSITORIES.keys().resolve(key + ".asc"), keys.resolve(key + ".asc"));
      text.append("  " + key + ": " + REPOSITORIES.fingerprint(key) + "\n");
    }
    Files.writeString(keys.resolveSibling("small.yaml"), text);
    DistributionProfile profile =
        new DistributionProfiles(List.of(keys.getParent())).find("small").orElseThrow();
    return new RpmSystem(
        profile,
        (RpmFacts) profile.facts(),
        profile.release("1.0").orElseThrow(),
        System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64",
        Optional.of(mirror),
        Optional.empty(),
        List.of(name),
        List.of(),
        List.of(),
        RpmSystem.Extent.USUAL,
        Additions.NONE);
  }
}
