package jbuild.builder.distribution.dnf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.builder.distribution.rpm.ImageRepositories;
import jbuild.builder.distribution.rpm.ReleaseCheck;
import jbuild.builder.distribution.rpm.RpmCache;
import jbuild.builder.distribution.rpm.RpmSystem;
import jbuild.builder.distribution.rpm.RpmWork;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Proxies;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.image.ImageTree;

/** Makes systems of the Fedora family with dnf, which never runs inside of the image. */
public final class Dnf {
  static final String SETTINGS = "dnf.conf";

  private final RpmSystem system;
  private final Toolsets toolsets;
  private final Proxies proxies;
  private Optional<Generation> generation = Optional.empty();

  /**
   * @param environment where proxies are found
   */
  public Dnf(RpmSystem system, Toolsets toolsets, Map<String, String> environment) {
    this.system = system;
    this.toolsets = toolsets;
    this.proxies = new Proxies(environment);
  }

  RpmSystem system() {
    return system;
  }

  /** The steps that fill the root of a workspace with the least that is a system. */
  public List<Step> base() {
    List<Step> steps = new ArrayList<>();
    toolsets.fetching(List.of(Toolset.DNF)).ifPresent(steps::add);
    steps.addAll(installing("the base system", system.base()));
    steps.add(new CheckRelease(this));
    return List.copyOf(steps);
  }

  /** The steps that install and remove what is wanted. */
  public List<Step> packages() {
    List<Step> steps = new ArrayList<>();
    int count = system.install().size();
    if (count > 0) {
      steps.addAll(installing(count == 1 ? "1 package" : count + " packages", system.install()));
    }
    if (!system.remove().isEmpty()) {
      steps.add(new RemovePackages(this));
    }
    steps.add(new ImageRepositories(system, "/etc/yum.repos.d"));
    return List.copyOf(steps);
  }

  private List<Step> installing(String what, List<String> names) {
    boolean remote = system.repositories().stream().anyMatch(one -> one.directory().isEmpty());
    Step install = new InstallPackages(this, what, names, remote);
    return remote ? List.of(new FetchPackages(this, what, names), install) : List.of(install);
  }

  /** Gives the program to a step, with the cache for it alone. */
  void use(Workspace workspace, Consumer<DnfRun> step) {
    ProgramTree tools = toolsets.get(Toolset.DNF, workspace);
    Generation known = generation.orElseGet(() -> new GenerationProbe(tools).ask(workspace));
    generation = Optional.of(known);
    try (RpmCache cache = RpmCache.open(workspace.cache(), "dnf", system)) {
      RpmWork work = RpmWork.of(system, workspace, cache);
      work.put(SETTINGS, new DnfConfiguration(system, known, work.keys(), proxies).text());
      work.makeRoot();
      step.accept(new DnfRun(this, workspace, work, tools, known));
    }
    forgetLock(workspace);
  }

  /** dnf5 locks by a file, wherever its state is. */
  private static void forgetLock(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      tree.remove("/var/lib/dnf/system-repo.lock");
    }
  }

  void checkRelease(Workspace workspace) {
    use(workspace, run -> new ReleaseCheck(system).run(run.workspace(), run.work(), run.tools()));
  }
}
