package jbuild.builder.distribution.pacman;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.builder.plan.Step;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;

/** Makes the base system and installs packages with pacman, for one image. */
public final class Pacman {
  /** What an installation begins with. */
  public enum Start {
    /** Nothing; and nobody looks at the base system before the rest is installed. */
    NOTHING,
    /** Nothing; and somebody does. */
    BASE,
    /** A system. All of it is brought up to date: Arch has no packages that fit to older ones. */
    SYSTEM
  }

  private final Installation installation;
  private final Toolsets tools;

  /**
   * @param start what the installation begins with
   * @param tools bring pacman
   * @param environment where proxies are found
   */
  public Pacman(
      PacmanPackages packages, Start start, Toolsets tools, Map<String, String> environment) {
    PacmanTool pacman = new PacmanTool(packages, tools, environment);
    this.installation = new Installation(packages, pacman, start);
    this.tools = tools;
  }

  /**
   * The steps that fill the root of a workspace with the least that is a system; where one is
   * there, they get ready to add to it.
   */
  public List<Step> base() {
    List<Step> steps = new ArrayList<>();
    tools.fetching(List.of(Toolset.PACMAN)).ifPresent(steps::add);
    steps.add(new FetchPackages(installation));
    if (installation.start() != Start.SYSTEM) {
      steps.add(new MakeBase(installation));
    }
    return List.copyOf(steps);
  }

  /** The steps that install and remove. */
  public List<Step> packages() {
    return List.of(new InstallPackages(installation));
  }
}
