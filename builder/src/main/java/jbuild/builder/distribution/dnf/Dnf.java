package jbuild.builder.distribution.dnf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.builder.distribution.rpm.PassingKeys;
import jbuild.builder.distribution.rpm.ReleaseCheck;
import jbuild.builder.distribution.rpm.RpmCache;
import jbuild.builder.distribution.rpm.RpmProgram;
import jbuild.builder.distribution.rpm.RpmSystem;
import jbuild.builder.distribution.rpm.RpmWork;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.ToolNetwork;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.image.ImageTree;

/** Makes systems of the Fedora family with dnf, which never runs inside of the image. */
public final class Dnf implements RpmProgram {
  static final String SETTINGS = "dnf.conf";

  private final RpmSystem system;
  private final Toolsets toolsets;
  private final Map<String, String> environment;
  private Optional<Generation> generation = Optional.empty();
  private List<String> installed = List.of();

  /**
   * @param environment where proxies are found
   */
  public Dnf(RpmSystem system, Toolsets toolsets, Map<String, String> environment) {
    this.system = system;
    this.toolsets = toolsets;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public RpmSystem system() {
    return system;
  }

  Proxies proxies() {
    return new Proxies(environment);
  }

  @Override
  public Toolset toolset() {
    return Toolset.DNF;
  }

  /** From a directory dnf takes packages as they are. */
  @Override
  public boolean fetchesFirst() {
    return system.repositories().stream().anyMatch(one -> one.directory().isEmpty());
  }

  @Override
  public String repositories() {
    return "/etc/yum.repos.d";
  }

  @Override
  public void fetch(Workspace workspace, String what, List<String> names) {
    List<String> words = new ArrayList<>(List.of("install", "--downloadonly", "--refresh"));
    words.addAll(names);
    use(workspace, run -> run.run(true, "fetch " + what, words));
  }

  @Override
  public void install(Workspace workspace, String what, List<String> names) {
    List<String> words = new ArrayList<>(List.of("install"));
    words.add(fetchesFirst() ? "--cacheonly" : "--refresh");
    words.addAll(names);
    use(workspace, run -> installed = run.install("install " + what, words));
  }

  @Override
  public void remove(Workspace workspace) {
    List<String> words = new ArrayList<>(List.of("remove", "--cacheonly"));
    words.addAll(system.remove());
    use(workspace, run -> run.run(false, "remove packages", words));
  }

  /** Gives the program to a step, with the cache for it alone. */
  private void use(Workspace workspace, Consumer<DnfRun> step) {
    ProgramTree tools = toolsets.get(Toolset.DNF, workspace);
    Generation known = generation.orElseGet(() -> new GenerationProbe(tools).ask(workspace));
    generation = Optional.of(known);
    try (RpmCache cache = RpmCache.open(workspace.cache(), "dnf", system);
        ToolNetwork network = new ToolNetwork(environment)) {
      RpmWork work = RpmWork.of(system, workspace, cache);
      work.put(SETTINGS, new DnfConfiguration(system, known, work::keys, network).text());
      work.makeRoot();
      network.using(() -> step.accept(new DnfRun(this, workspace, work, tools, known)));
    }
    forgetLock(workspace);
  }

  /** dnf5 locks by a file, wherever its state is. */
  private static void forgetLock(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      tree.remove("/var/lib/dnf/system-repo.lock");
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
