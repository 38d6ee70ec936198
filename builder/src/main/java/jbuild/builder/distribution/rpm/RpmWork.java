package jbuild.builder.distribution.rpm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Proxies;
import jbuild.builder.text.Unwritable;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/**
 * Where a tool of the rpm family works: settings, keys and logs of one build, outside of the image.
 *
 * <p>The tool sees the image, and whatever it would write there for itself goes below the image's
 * /run, which is not the image's while the tool runs.
 */
public final class RpmWork {
  public static final String TARGET = ProgramTree.PLACE + "target";

  /** Settings and keys; scripts of packages do not see them, for proxies have passwords. */
  public static final String SETTINGS = ProgramTree.PLACE + "settings";

  /** What the tool remembers from one run of the build to the next. */
  public static final String STATE = ProgramTree.PLACE + "state";

  public static final String LOGS = ProgramTree.PLACE + "logs";

  private static final String RUN = ProgramTree.PLACE + "run";
  private static final String START = "start";
  private static final String INSTALL = "install";
  private static final String FILES = "packages";

  /** Runs the tool, which may have something to say about the host beside that it is done. */
  private static final String DONE =
      """
      status=0
      "$@" || status=$?
      case $status in
        102 | 103) exit 0 ;; # zypper(8): a reboot or a restart is due.
      esac
      exit $status
      """;

  /** Says at the end which release the system is: a machine for that alone would take longer. */
  private static final String ASK =
      """
      sh %s "$@" || exit $?
      %s || exit 0
      """;

  private static final List<String> SHARED = List.of("cache", "logs", "state");

  /** The least that scripts of packages find in every system. */
  private static final List<String> MOUNT_POINTS = List.of("/proc", "/sys", "/dev", "/run");

  private static final int LINES_OF_LOG = 25;

  private final RpmSystem system;
  private final Workspace workspace;
  private final Path directory;
  private final RpmCache cache;

  private RpmWork(RpmSystem system, Workspace workspace, RpmCache cache) {
    this.system = system;
    this.workspace = workspace;
    this.directory = workspace.directory().resolve("rpm");
    this.cache = cache;
  }

  /** Made anew for each run of a tool; what it remembers stays. */
  public static RpmWork of(RpmSystem system, Workspace workspace, RpmCache cache) {
    RpmWork work = new RpmWork(system, workspace, cache);
    work.make();
    return work;
  }

  private void make() {
    try {
      for (String name : List.of("settings/none", "logs", "state")) {
        Files.createDirectories(directory.resolve(name));
      }
      for (String name : SHARED) {
        Files.createDirectories(directory.resolve("run/jbuild").resolve(name));
      }
      Files.setPosixFilePermissions(
          directory.resolve("run"), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
    put(START, start());
    String question =
        new ReleaseCheck(system)
            .question().stream().map(RpmWork::quoted).collect(Collectors.joining(" "));
    put(INSTALL, ASK.formatted(SETTINGS + "/" + START, question));
    put(".rpmmacros", "%_dbpath " + system.facts().database(system.release()) + "\n");
    system.trustedKeys().armoredIfValid().forEach((name, text) -> put(name + ".asc", text));
    for (RpmRepository repository : added()) {
      put(key(repository), repository.added().orElseThrow().validKey());
    }
    system.additions().files().forEach(this::copy);
  }

  /** The keys that may sign, where the tool sees them: rpm would take what has expired. */
  public List<String> keys() {
    return system.trustedKeys().armoredIfValid().keySet().stream()
        .map(name -> SETTINGS + "/" + name + ".asc")
        .toList();
  }

  /** The keys that may sign what a repository has. */
  public List<String> keys(RpmRepository repository) {
    return repository.added().isEmpty() ? keys() : List.of(SETTINGS + "/" + key(repository));
  }

  /** All keys. */
  public List<String> allKeys() {
    List<String> keys = new ArrayList<>(keys());
    added().forEach(repository -> keys.addAll(keys(repository)));
    return List.copyOf(keys);
  }

  private List<RpmRepository> added() {
    return system.repositories().stream().filter(each -> each.added().isPresent()).toList();
  }

  private static String key(RpmRepository repository) {
    return "added/" + repository.name() + ".asc";
  }

  /** Packages that are files, as the tool sees them. */
  public static List<String> places(List<Path> files) {
    return files.stream().map(file -> SETTINGS + "/" + FILES + "/" + file.getFileName()).toList();
  }

  private void copy(Path file) {
    Path place = directory.resolve("settings").resolve(FILES).resolve(file.getFileName());
    try {
      Files.createDirectories(place.getParent());
      Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(place, e);
    }
  }

  /** What can say why something is not trusted. */
  Distrust distrust(Proxies proxies) {
    List<Path> places = new ArrayList<>(List.of(cache.directory()));
    system.repositories().forEach(one -> one.directory().ifPresent(places::add));
    return new Distrust(system, places, proxies);
  }

  /** Adds a file to the settings. */
  public void put(String name, String text) {
    Path file = directory.resolve("settings").resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * A program that works on the image.
   *
   * @param network whether it fetches from mirrors
   */
  public Command command(ProgramTree tools, List<String> argv, boolean network) {
    return command(tools, START, argv, network);
  }

  /** A program that installs, and whose output ends with the answer for {@link ReleaseCheck}. */
  public Command installation(ProgramTree tools, List<String> argv) {
    return command(tools, INSTALL, argv, false);
  }

  private Command command(ProgramTree tools, String script, List<String> argv, boolean network) {
    List<String> words = new ArrayList<>(List.of("sh", SETTINGS + "/" + script));
    words.addAll(argv);
    Command command =
        tools
            .command(words)
            .with("HOME", SETTINGS)
            .with("LC_ALL", "C")
            .with("SYSTEMD_OFFLINE", "1")
            .bind(workspace.root(), TARGET)
            .bindReadOnly(directory.resolve("settings"), SETTINGS)
            .bind(directory.resolve("logs"), LOGS)
            .bind(directory.resolve("state"), STATE)
            .bind(directory.resolve("run"), RUN)
            .bind(cache.directory(), RpmCache.PLACE);
    for (RpmRepository repository : system.repositories()) {
      Optional<Path> local = repository.requiredDirectory();
      if (local.isPresent()) {
        command = command.bindReadOnly(local.get(), repository.place());
      }
    }
    command = tools.withoutSettings(command, directory.resolve("settings/none"));
    return network ? command.withHostNetwork() : command;
  }

  /** Scripts of packages need what every system has; the tools mount nothing themselves. */
  private static String start() {
    StringBuilder text = new StringBuilder("set -e\n");
    // Where the host's tools run, /var is as empty as it can be.
    text.append("mkdir -p /var/log /var/tmp\n");
    mount(text, "/proc", TARGET + "/proc");
    mount(text, "/dev", TARGET + "/dev");
    mount(text, RUN, TARGET + "/run");
    for (String name : SHARED) {
      // So that a path means the same whether the tool takes it for the image's or not.
      mount(text, ProgramTree.PLACE + name, TARGET + ProgramTree.PLACE + name);
    }
    return text.append(DONE).toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static void mount(StringBuilder text, String source, String target) {
    text.append("mount --rbind ").append(source).append(' ').append(target).append('\n');
  }

  /** Makes the root of the image, with the directories that file systems are mounted on. */
  public void makeRoot() {
    try {
      if (!Files.isDirectory(workspace.root())) {
        Files.createDirectory(workspace.root());
        Files.setPosixFilePermissions(
            workspace.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw unwritable(workspace.root(), e);
    }
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      MOUNT_POINTS.stream()
          .filter(path -> !tree.exists(path))
          .forEach(path -> tree.directory(path, 0755, 0, 0));
    }
  }

  /** The end of a log of the tool; nothing when it has not come to write one. */
  public List<String> endOf(String log) {
    try (Stream<String> lines = Files.lines(directory.resolve("logs").resolve(log))) {
      List<String> all = lines.filter(line -> !line.isBlank()).toList();
      return all.subList(Math.max(0, all.size() - LINES_OF_LOG), all.size());
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** A text of the tool with the addresses that the user knows. */
  public String translated(String text) {
    String result = text;
    for (RpmRepository repository : system.repositories()) {
      Optional<Path> local = repository.directory();
      if (local.isPresent()) {
        result = result.replace(repository.place(), local.get().toString());
      }
    }
    return result.replace(TARGET, "");
  }

  private static Failure unwritable(Path path, IOException cause) {
    return Unwritable.besideOutputs(path, cause);
  }
}
