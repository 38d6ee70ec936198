package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What no directory of this host has, when all should. */
  private static final String OWN_PACKAGES = "packages";

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
  PacmanTarget target(Workspace workspace, String root, List<PacmanRepository> repositories) {
    Path work = Places.work(workspace);
    PacmanTarget target =
        new PacmanTarget(
            root,
            packageDirectories(repositories),
            hasHooks(workspace, root) ? root + HOOKS : Places.WORK + "/" + NOTHING,
            repositories,
            root.equals(Places.TARGET) && !packages.additions().files().isEmpty());
    String text = new PacmanConfiguration(packages).text(generation(workspace), target, this::seen);
    try {
      for (String directory : List.of("sync", NOTHING, OWN_PACKAGES)) {
        Files.createDirectories(work.resolve(directory));
      }
      Files.writeString(work.resolve(ENTER), ENTERING);
      Files.writeString(work.resolve(target.file()), text);
    } catch (IOException e) {
      throw unusable(work, e);
    }
    return target;
  }

  /**
   * Where all repositories are directories of this host, pacman verifies packages where they are.
   * Else it copies: it takes a file of the right name from the first directory that has one, and
   * that may be another package than its repository's.
   */
  private List<String> packageDirectories(List<PacmanRepository> repositories) {
    List<String> directories = new ArrayList<>();
    if (!packages.additions().files().isEmpty()) {
      directories.add(Places.FILES);
    }
    if (!packages.isLocal()) {
      directories.add(Places.PACKAGES);
      return directories;
    }
    repositories.stream()
        .map(repository -> repository.server(uri -> uri).substring("file://".length()))
        .forEach(directories::add);
    directories.add(Places.WORK + "/" + OWN_PACKAGES);
    return directories;
  }

  private URI seen(URI mirror) {
    try (ToolNetwork network = new ToolNetwork(environment)) {
      return relayed(network).isPresent() ? network.relayed(mirror) : mirror;
    }
  }

  /**
   * One that pacman cannot ask by itself: it is told of one proxy, and so asks all by way of it.
   */
  private Optional<URI> relayed(ToolNetwork network) {
    return packages.sources().stream()
        .map(PacmanRepository::base)
        .filter(network::isRelayed)
        .findFirst();
  }

  /** A script of the recipe may have put some there. */
  private static boolean hasHooks(Workspace workspace, String root) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      return root.equals(Places.TARGET) && tree.exists(HOOKS) && tree.status(HOOKS).isDirectory();
    }
  }

  private PacmanGeneration generation(Workspace workspace) {
    if (generation.isEmpty()) {
      generation = Optional.of(new PacmanProbe(programs(workspace)).ask(workspace));
    }
    return generation.orElseThrow();
  }

  /** Runs it so that it can fetch: with the network of the host, if it needs that. */
  void fetch(Workspace workspace, PacmanTarget target, List<String> words) {
    if (packages.isLocal()) {
      run(workspace, target, words);
      return;
    }
    try (ToolNetwork network = new ToolNetwork(environment)) {
      Command command = command(workspace, target, words).withHostNetwork();
      Optional<URI> relayed = relayed(network);
      if (relayed.isPresent()) {
        packages.sources().stream()
            .filter(source -> source.directory().isEmpty())
            .forEach(source -> network.relayed(source.base()));
        URI proxy = network.proxyFor(relayed.get()).orElseThrow();
        command = command.with("http_proxy", proxy.toString());
      } else {
        command = proxied(command);
      }
      Command ready = command;
      network.using(() -> run(workspace, target, ready, true));
    }
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
  void run(Workspace workspace, PacmanTarget target, List<String> words) {
    run(workspace, target, command(workspace, target, words), false);
  }

  /**
   * Runs it.
   *
   * @param again whether it is tried once more when the cache had other packages of the same name:
   *     pacman has removed them then
   */
  private void run(Workspace workspace, PacmanTarget target, Command command, boolean again) {
    ToolOutput output = new ToolOutput(workspace.progress());
    try {
      workspace.sandbox().run(command, output);
    } catch (ProgramFailure failure) {
      PacmanErrors errors = new PacmanErrors(output.lines());
      if (again && errors.haveRemovedPackages()) {
        run(workspace, target, command, false);
        return;
      }
      throw new AddedCulprit(packages.additions().repositories())
          .blamed(explained(workspace, target, errors, failure));
    }
    new PacmanErrors(output.lines()).requireScriptlets();
    lists(workspace).check();
  }

  private Failure explained(
      Workspace workspace, PacmanTarget target, PacmanErrors errors, ProgramFailure failure) {
    return KeyState.in(errors.lines().stream())
        .map(key -> key.failure(answer(workspace, key.question()), failure.details()))
        .orElseGet(() -> errors.explained(failure, log(workspace), () -> names(workspace, target)));
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
  private List<String> names(Workspace workspace, PacmanTarget target) {
    lists(workspace).check();
    List<String> names = new ArrayList<>();
    workspace.sandbox().run(command(workspace, target, List.of("-Slq")), names::add);
    return names;
  }

  private Command command(Workspace workspace, PacmanTarget target, List<String> words) {
    List<String> argv =
        new ArrayList<>(List.of("sh", "-e", Places.WORK + "/" + ENTER, target.root(), "pacman"));
    argv.addAll(List.of("--config", target.settings(), "--noconfirm", "--noprogressbar"));
    argv.addAll(words);
    Command command =
        programs(workspace)
            .command(argv)
            .bind(workspace.root(), Places.TARGET)
            .bind(Places.work(workspace), Places.WORK)
            .with("LC_ALL", "C.UTF-8")
            // See systemd's ENVIRONMENT.md: there is no manager to talk to.
            .with("SYSTEMD_OFFLINE", "1");
    if (!packages.isLocal()) {
      Path shared = PackageCache.of(workspace.cache(), packages).directory();
      command = command.bind(shared, Places.PACKAGES);
    }
    if (!packages.additions().files().isEmpty()) {
      command = command.bindReadOnly(Places.files(workspace), Places.FILES);
    }
    Map<String, Path> directories = new LinkedHashMap<>();
    packages
        .sources()
        .forEach(
            source ->
                source
                    .requiredDirectory()
                    .ifPresent(path -> directories.put(source.place(), path)));
    for (Map.Entry<String, Path> directory : directories.entrySet()) {
      command = command.bindReadOnly(directory.getValue(), directory.getKey());
    }
    return programs(workspace).withoutSettings(command, Places.work(workspace).resolve(NOTHING));
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
