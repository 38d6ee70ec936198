package jbuild.builder.distribution.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jbuild.builder.distribution.Release;
import jbuild.builder.distribution.SuitePlace;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Closure;
import jbuild.builder.repository.PackageEntry;
import jbuild.builder.repository.Suite;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;

/**
 * The program debootstrap, fed from a directory: it verifies the signature and each package once
 * more, but needs no network.
 */
final class Debootstrap {
  private static final String TARGET = ProgramTree.PLACE + "target";
  private static final String MIRROR = ProgramTree.PLACE + "mirror";
  private static final String SCRIPT = "base-packages";
  private static final String AVAILABLE = "available";
  private static final String KEYRING = "keyring.gpg";
  private static final String LOG = "/debootstrap/debootstrap.log";
  private static final int LARGEST_LOG = 64 << 20;
  private static final int LINES_OF_LOG = 25;

  /** Only for systems that are older than merged directories; it would move files around. */
  private static final Set<String> REFUSED = Set.of("usrmerge");

  private final Archive archive;
  private final Toolsets toolsets;
  private final Set<String> required = new LinkedHashSet<>();
  private final Set<String> base = new LinkedHashSet<>();

  Debootstrap(Archive archive, Toolsets toolsets) {
    this.archive = archive;
    this.toolsets = toolsets;
  }

  /** Chooses and fetches the packages. debootstrap would choose the same, but takes ten seconds. */
  void fetch(Workspace workspace) {
    Suite suite = archive.base();
    Closure closure = new Closure(suite, REFUSED).add(essentials(suite));
    required.addAll(closure.packages().keySet());
    closure.add(List.of("apt", archive.packages().facts().keyringPackage()));
    base.addAll(closure.packages().keySet());
    base.removeAll(required);
    Map<PackageEntry, SuitePlace> wanted = new LinkedHashMap<>();
    SuitePlace place = archive.packages().suites().get(0);
    closure.packages().values().forEach(entry -> wanted.put(entry, place));
    archive.fetch(workspace, "base system", wanted);
  }

  /** A release that has it is told that its directories are merged: debootstrap sees to that. */
  private static Collection<String> essentials(Suite suite) {
    List<String> names = new ArrayList<>(suite.required());
    if (suite.find("usr-is-merged").isPresent()) {
      names.add("usr-is-merged");
    }
    return names;
  }

  /** What is installed later changes nothing in the base. */
  String product() {
    return "debootstrap of " + archive.packages().bare() + " with " + toolsets.origin();
  }

  void run(Workspace workspace) {
    ProgramTree tools = toolsets.get(Toolset.DEBOOTSTRAP, workspace);
    Path root = makeRoot(workspace.root());
    Path views = archive.views(workspace);
    String mirror = MIRROR;
    archive.put(workspace, KEYRING, archive.keyring());
    archive.put(workspace, AVAILABLE, bytes(available()));
    archive.put(workspace, SCRIPT, bytes(script(mirror)));
    Release release = archive.packages().release();
    SuitePlace suite = archive.packages().suites().get(0);
    List<String> argv =
        List.of(
            "debootstrap",
            "--variant=minbase",
            "--no-resolve-deps",
            "--arch=" + archive.packages().architecture(),
            "--components=" + String.join(",", archive.packages().components()),
            archive.packages().mayBeExpired()
                ? "--no-check-gpg" // gpgv takes no key that has expired; jbuild has verified it.
                : "--keyring=" + mirror + "/" + KEYRING,
            suite.name(),
            TARGET,
            "file://" + mirror + "/" + suite.archive(),
            mirror + "/" + SCRIPT);
    try {
      Command command = tools.command(argv).bind(root, TARGET).bindReadOnly(views, MIRROR);
      workspace.sandbox().run(command, line -> workspace.progress().detail(line));
    } catch (ProgramFailure failure) {
      throw explained(workspace, failure);
    }
    removeTracesOfTheHost(root);
  }

  private static Path makeRoot(Path root) {
    try {
      Files.createDirectory(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (FileAlreadyExistsException e) {
      return root;
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + root,
          Reasons.of(e),
          "free some space there",
          List.of(),
          e);
    }
    return root;
  }

  /** The release's own script, told which packages it would find out about. */
  private String script(String mirror) {
    String known = "$DEBOOTSTRAP_DIR/scripts/" + archive.packages().release().name();
    String fallback = "$DEBOOTSTRAP_DIR/scripts/" + archive.packages().facts().script();
    return """
        if [ -e "%1$s" ]; then
          . "%1$s"
        else
          . "%2$s"
        fi
        work_out_debs () {
          required="%3$s"
          base="%4$s"
        }
        setup_available () {
          cat "%5$s" > "$TARGET/var/lib/dpkg/available"
          for pkg; do
            echo "$pkg install"
          done | in_target dpkg --set-selections
        }
        """
        .formatted(
            known,
            fallback,
            String.join(" ", required),
            String.join(" ", base),
            mirror + "/" + AVAILABLE);
  }

  private String available() {
    Suite suite = archive.base();
    return base.stream()
        .flatMap(name -> suite.stanza(name).stream())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** debootstrap copies what a system needs to reach the network that it was made in. */
  private static void removeTracesOfTheHost(Path root) {
    try (ImageTree tree = ImageTree.open(root)) {
      tree.remove("/etc/resolv.conf");
      tree.remove("/etc/hostname");
      tree.remove("/etc/apt/sources.list");
    }
  }

  private static ProgramFailure explained(Workspace workspace, ProgramFailure failure) {
    List<String> log = log(workspace.root());
    return new ProgramFailure(
        "debootstrap cannot make the base system",
        reason(failure.details()).orElse(failure.why()),
        failure.fix(),
        log.isEmpty() ? failure.details() : log);
  }

  private static Optional<String> reason(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("E: "))
        .map(line -> line.substring("E: ".length()))
        .reduce((before, last) -> last);
  }

  private static List<String> log(Path root) {
    try (ImageTree tree = ImageTree.open(root)) {
      return tree.read(LOG, LARGEST_LOG).map(Debootstrap::tail).orElse(List.of());
    }
  }

  private static List<String> tail(byte[] log) {
    List<String> lines = new String(log, StandardCharsets.UTF_8).lines().toList();
    return lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
