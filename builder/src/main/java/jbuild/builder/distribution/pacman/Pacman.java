package jbuild.builder.distribution.pacman;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.builder.plan.Step;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;

/** Makes the base system and installs packages with pacman, for one image. */
public final class Pacman {
  private final Installation installation;
  private final Toolsets tools;
  private final boolean isThere;

  /**
   * @param isThere whether there is a system to add to
   * @param tools bring pacman
   * @param environment where proxies are found
   */
  public Pacman(
      PacmanPackages packages, boolean isThere, Toolsets tools, Map<String, String> environment) {
    PacmanTool pacman = new PacmanTool(packages, tools, environment);
    this.installation = new Installation(packages, pacman, isThere);
    this.tools = tools;
    this.isThere = isThere;
  }

  /**
   * The steps that fill the root of a workspace with the least that is a system; where one is
   * there, they get ready to add to it.
   */
  public List<Step> base() {
    List<Step> steps = new ArrayList<>();
    tools.fetching(List.of(Toolset.PACMAN)).ifPresent(steps::add);
    steps.add(new FetchPackages(installation));
    if (!isThere) {
      steps.add(new MakeBase(installation));
    }
    return List.copyOf(steps);
  }

  /** The steps that install and remove. */
  public List<Step> packages() {
    return List.of(new InstallPackages(installation));
  }
}
