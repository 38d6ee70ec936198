package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.PackageRepository;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.ToolOutput;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.ToolNetwork;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;

/**
 * The program pacman, outside of the image: it has settings, keys and lists of packages of its own,
 * and scriptlets of packages have what they expect of a system.
 */
final class PacmanTool {
  /** What programs are told of proxies; they never get into an image or a log. */
  private static final List<String> PROXIES =
      List.of("http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY");

  private static final String ENTER = "enter";
  private static final String HOOKS = "/etc/pacman.d/hooks";

  /** An empty directory. */
  private static final String NOTHING = "none";

  /**
   * As arch-chroot(8) has it, but with the devices and settings of the machine, not of the host.
   */
  private static final String ENTERING =
      """
      root=$1
      shift
      mount --bind %1$s/sync "$root/var/lib/pacman/sync"
      mount -t proc -o nosuid,noexec,nodev proc "$root/proc"
      mount --rbind /sys "$root/sys"
      mount --rbind /dev "$root/dev"
      mount -t tmpfs -o mode=0755,nosuid,nodev run "$root/run"
      mount -t tmpfs -o mode=1777,nosuid,nodev tmp "$root/tmp"
      [ -e /etc/mtab ] || ln -s ../proc/self/mounts /etc/mtab
      exec "$@"
      """
          .formatted(Places.WORK);

  private final PacmanPackages packages;
  private final Toolsets tools;
  private final Map<String, String> environment;
  private Optional<PacmanGeneration> generation = Optional.empty();

  PacmanTool(PacmanPackages packages, Toolsets tools, Map<String, String> environment) {
    this.packages = packages;
    this.tools = tools;
    this.environment = Map.copyOf(environment);
  }

  /** Where the program comes from. */
  String origin() {
    return tools.origin();
  }

  ProgramTree programs(Workspace workspace) {
    return tools.get(Toolset.PACMAN, workspace);
  }

  /** A root for packages, with settings of its own. */
  Target target(Workspace workspace, String root, List<PackageRepository> repositories) {
    Path work = Places.work(workspace);
    String name = root.substring(root.lastIndexOf('/') + 1) + ".conf";
    String hooks = hasHooks(workspace, root) ? root + HOOKS : Places.WORK + "/" + NOTHING;
    String text =
        new PacmanConfiguration(packages)
            .text(generation(workspace), root, hooks, repositories, this::seen);
    try {
      Files.createDirectories(work.resolve("sync"));
      Files.createDirectories(work.resolve(NOTHING));
      Files.writeString(work.resolve(ENTER), ENTERING);
      Files.writeString(work.resolve(name), text);
    } catch (IOException e) {
      throw unusable(work, e);
    }
    return new Target(root, Places.WORK + "/" + name);
  }

  private URI seen(URI mirror) {
    try (ToolNetwork network = new ToolNetwork(environment)) {
      return network.address(mirror);
    }
  }

  /** A script of the recipe may have put some there. */
  private static boolean hasHooks(Workspace workspace, String root) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      return root.equals(Places.TARGET) && tree.exists(HOOKS) && tree.status(HOOKS).isDirectory();
    }
  }

  /**
   * Where packages are installed.
   *
   * @param root as pacman sees it
   * @param settings the file
   */
  record Target(String root, String settings) {}

  private PacmanGeneration generation(Workspace workspace) {
    if (generation.isEmpty()) {
      List<String> lines = new ArrayList<>();
      workspace
          .sandbox()
          .run(programs(workspace).command("pacman", "--version").with("LC_ALL", "C"), lines::add);
      generation = Optional.of(PacmanGeneration.of(lines));
    }
    return generation.orElseThrow();
  }

  /** Runs it with the network of the host, so that it can fetch. */
  void fetch(Workspace workspace, Target target, List<String> words) {
    try (ToolNetwork network = new ToolNetwork(environment)) {
      Command command = command(workspace, target, words).withHostNetwork();
      for (PackageRepository repository : packages.repositories()) {
        URI mirror = packages.mirrorOf(repository);
        if (!network.address(mirror).equals(mirror)) {
          command = command.with("http_proxy", network.proxyFor(mirror).orElseThrow().toString());
        }
      }
      Command ready = command.environment().containsKey("http_proxy") ? command : proxied(command);
      network.using(() -> run(workspace, target, ready, true));
    }
    lists(workspace).check();
  }

  private Command proxied(Command command) {
    Command proxied = command;
    for (String name : PROXIES) {
      if (!environment.getOrDefault(name, "").isBlank()) {
        proxied = proxied.with(name, environment.get(name));
      }
    }
    return proxied;
  }

  private static PackageLists lists(Workspace workspace) {
    return new PackageLists(Places.work(workspace).resolve("sync"));
  }

  /** Runs it without a network: what packages bring cannot talk to anybody. */
  void run(Workspace workspace, Target target, List<String> words) {
    run(workspace, target, command(workspace, target, words), false);
  }

  /**
   * Runs it.
   *
   * @param again whether it is tried once more when the cache had other packages of the same name:
   *     pacman has removed them then
   */
  private void run(Workspace workspace, Target target, Command command, boolean again) {
    ToolOutput output = new ToolOutput(workspace.progress());
    try {
      workspace.sandbox().run(command, output);
    } catch (ProgramFailure failure) {
      PacmanErrors errors = new PacmanErrors(output.lines());
      if (again && errors.haveRemovedPackages()) {
        run(workspace, target, command, false);
        return;
      }
      Optional<KeyState> key = KeyState.in(errors.lines().stream());
      if (key.isPresent()) {
        throw key.get().failure(answer(workspace, key.get().question()), failure.details());
      }
      throw errors.explained(failure, log(workspace), () -> names(workspace, target));
    }
    new PacmanErrors(output.lines()).requireScriptlets();
  }

  private List<String> answer(Workspace workspace, List<String> question) {
    List<String> lines = new ArrayList<>();
    Command command =
        programs(workspace)
            .command(question)
            .bind(Places.work(workspace), Places.WORK)
            .with("GNUPGHOME", Places.WORK + "/" + Places.KEYS)
            .with("LC_ALL", "C.UTF-8");
    workspace.sandbox().run(command, lines::add);
    return lines;
  }

  /** All packages that the repositories have, for suggestions. */
  private List<String> names(Workspace workspace, Target target) {
    lists(workspace).check();
    List<String> names = new ArrayList<>();
    workspace.sandbox().run(command(workspace, target, List.of("-Slq")), names::add);
    return names;
  }

  private Command command(Workspace workspace, Target target, List<String> words) {
    List<String> argv =
        new ArrayList<>(List.of("sh", "-e", Places.WORK + "/" + ENTER, target.root(), "pacman"));
    argv.addAll(List.of("--config", target.settings(), "--noconfirm", "--noprogressbar"));
    argv.addAll(words);
    Command command =
        programs(workspace)
            .command(argv)
            .bind(workspace.root(), Places.TARGET)
            .bind(Places.work(workspace), Places.WORK)
            .bind(PackageCache.of(workspace.cache(), packages).directory(), Places.PACKAGES)
            .with("LC_ALL", "C.UTF-8")
            // See systemd's ENVIRONMENT.md: there is no manager to talk to.
            .with("SYSTEMD_OFFLINE", "1");
    command = programs(workspace).withoutSettings(command, Places.work(workspace).resolve(NOTHING));
    return packages.directory().isPresent()
        ? command.bindReadOnly(Path.of(packages.directory().get()), Places.MIRROR)
        : command;
  }

  private static List<String> log(Workspace workspace) {
    try {
      return Files.readString(Places.work(workspace).resolve(Places.LOG), UTF_8).lines().toList();
    } catch (IOException e) {
      // It ended before it wrote any.
      return List.of();
    }
  }

  static Failure unusable(Path path, IOException cause) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot write " + path,
        Reasons.of(cause),
        "make room there, or choose another directory with --output-dir",
        List.of(),
        cause);
  }
}
