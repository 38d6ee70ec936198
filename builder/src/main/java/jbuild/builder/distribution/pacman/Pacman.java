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

  /**
   * @param tools bring pacman
   * @param environment where proxies are found
   */
  public Pacman(PacmanPackages packages, Toolsets tools, Map<String, String> environment) {
    this.installation = new Installation(packages, new PacmanTool(packages, tools, environment));
    this.tools = tools;
  }

  /** The steps that fill the root of a workspace with the least that is a system. */
  public List<Step> base() {
    List<Step> steps = new ArrayList<>();
    tools.fetching(List.of(Toolset.PACMAN)).ifPresent(steps::add);
    steps.add(new FetchPackages(installation));
    steps.add(new MakeBase(installation));
    return List.copyOf(steps);
  }

  /** The steps that install and remove. */
  public List<Step> packages() {
    return List.of(new InstallPackages(installation));
  }
}
