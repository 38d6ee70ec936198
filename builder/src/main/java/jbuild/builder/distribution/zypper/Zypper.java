package jbuild.builder.distribution.zypper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jbuild.builder.distribution.rpm.PassingKeys;
import jbuild.builder.distribution.rpm.ReleaseCheck;
import jbuild.builder.distribution.rpm.RpmCache;
import jbuild.builder.distribution.rpm.RpmProgram;
import jbuild.builder.distribution.rpm.RpmSystem;
import jbuild.builder.distribution.rpm.RpmTool;
import jbuild.builder.distribution.rpm.RpmWork;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.ToolNetwork;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.image.ImageTree;

/** Makes systems of the SUSE family with zypper, which never runs inside of the image. */
public final class Zypper implements RpmProgram {
  static final String REPOSITORIES = "repositories";
  static final String SETTINGS = "zypp.conf";

  private static final String LOG = "zypper.log";

  private final RpmSystem system;
  private final Toolsets toolsets;
  private final Map<String, String> environment;
  private List<String> installed = List.of();

  /** The program, ready to work on an image. */
  record Run(
      RpmSystem system, Workspace workspace, RpmWork work, ProgramTree tools, Proxies proxies) {
    /** Runs one of its commands; the first words are options for all commands. */
    void run(boolean network, String doing, List<String> words) {
      program(work.command(tools, argv(words), network), doing);
    }

    /** The same without a network; returns which release the system is then. */
    List<String> install(String doing, List<String> words) {
      return ReleaseCheck.answer(program(work.installation(tools, argv(words)), doing));
    }

    private List<String> argv(List<String> words) {
      List<String> argv =
          new ArrayList<>(
              List.of(
                  "zypper",
                  "--non-interactive",
                  "--no-color",
                  "--reposd-dir=" + RpmWork.SETTINGS + "/" + REPOSITORIES,
                  "--cache-dir=" + RpmCache.PLACE,
                  "--releasever=" + system.release().name(),
                  "--installroot=" + RpmWork.TARGET));
      argv.addAll(words);
      return argv;
    }

    /** zypper trusts those keys that the system of the image trusts. */
    void trust() {
      List<String> argv = new ArrayList<>(List.of("rpm", "--root", RpmWork.TARGET, "--import"));
      argv.addAll(work.allKeys());
      program(work.command(tools, argv, false), "learn the keys of the distribution");
    }

    private List<String> program(Command command, String doing) {
      return new RpmTool(
              "zypper", ZypperErrors.DESPITE_SUCCESS, ZypperErrors.FAILURES, LOG, proxies)
          .run(
              workspace,
              work,
              command
                  .with("ZYPP_CONF", RpmWork.SETTINGS + "/" + SETTINGS)
                  .with("ZYPP_LOGFILE", RpmWork.LOGS + "/" + LOG),
              doing);
    }
  }

  /**
   * @param environment where proxies are found
   */
  public Zypper(RpmSystem system, Toolsets toolsets, Map<String, String> environment) {
    this.system = system;
    this.toolsets = toolsets;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public RpmSystem system() {
    return system;
  }

  /** The option that says whether recommended packages come too. */
  private String recommends() {
    return system.extent().recommended() ? "--recommends" : "--no-recommends";
  }

  /** A file of the recipe's is what it says; all else is believed by its signature. */
  private List<String> files() {
    return system.additions().files().isEmpty() ? List.of() : List.of("--allow-unsigned-rpm");
  }

  @Override
  public Toolset toolset() {
    return Toolset.ZYPPER;
  }

  @Override
  public boolean fetchesFirst() {
    return true;
  }

  @Override
  public String repositories() {
    return "/etc/zypp/repos.d";
  }

  @Override
  public void fetch(Workspace workspace, String what, List<String> names) {
    List<String> words = new ArrayList<>(List.of("install", "--download-only", recommends()));
    words.addAll(files());
    words.add("--");
    words.addAll(names);
    use(
        workspace,
        run -> {
          run.trust();
          run.run(true, "fetch " + what, words);
        });
  }

  @Override
  public void install(Workspace workspace, String what, List<String> names) {
    List<String> words = new ArrayList<>(List.of("--no-refresh", "install", recommends()));
    // Only then zypper looks for files that two packages have.
    words.add("--download=in-advance");
    words.addAll(files());
    words.add("--");
    words.addAll(names);
    use(workspace, run -> installed = run.install("install " + what, words));
  }

  @Override
  public void remove(Workspace workspace) {
    List<String> words = new ArrayList<>(List.of("--no-refresh", "remove", "--clean-deps", "--"));
    words.addAll(system.remove());
    use(workspace, run -> run.run(false, "remove packages", words));
  }

  /** Gives the program to a step, with the cache for it alone. */
  private void use(Workspace workspace, Consumer<Run> step) {
    ProgramTree tools = toolsets.get(Toolset.ZYPPER, workspace);
    try (RpmCache cache = RpmCache.open(workspace.cache(), "zypper", system);
        ToolNetwork network = new ToolNetwork(environment)) {
      RpmWork work = RpmWork.of(system, workspace, cache);
      ZypperConfiguration configuration = new ZypperConfiguration(system, work::keys, network);
      work.put(SETTINGS, configuration.text());
      configuration.repositories().forEach((name, text) -> work.put(name, text));
      work.makeRoot();
      Proxies proxies = new Proxies(environment);
      network.using(() -> step.accept(new Run(system, workspace, work, tools, proxies)));
    }
    forgetMachine(workspace);
  }

  /** A number that libzypp counts machines with: each must get one of its own. */
  private static void forgetMachine(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      tree.remove("/var/lib/zypp/AnonymousUniqueId");
    }
  }

  @Override
  public void forgetKeys(Workspace workspace) {
    use(workspace, run -> new PassingKeys(system).forget(run.workspace(), run.work(), run.tools()));
  }

  @Override
  public void checkRelease(Workspace workspace) {
    ReleaseCheck check = new ReleaseCheck(system);
    if (installed.isEmpty()) {
      use(workspace, run -> check.run(run.workspace(), run.work(), run.tools()));
    } else {
      check.judge(installed);
    }
  }
}
