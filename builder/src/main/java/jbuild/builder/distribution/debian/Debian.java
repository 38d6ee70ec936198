package jbuild.builder.distribution.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.builder.plan.Step;
import jbuild.builder.toolset.ToolChoice;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;

/**
 * Makes the base system and installs packages with debootstrap and apt, for one image.
 *
 * <p>The steps hand what they fetch to each other: run all of them once, the base first.
 */
public final class Debian {
  private final Archive archive;
  private final Toolsets tools;

  /** With whatever tools there are. */
  public Debian(DebianPackages packages, Map<String, String> environment) {
    this(packages, environment, ToolChoice.AUTO);
  }

  /**
   * @param environment where proxies are found
   * @param tools whose debootstrap it is
   */
  public Debian(DebianPackages packages, Map<String, String> environment, ToolChoice tools) {
    this.archive = new Archive(packages, environment);
    this.tools = tools.with(archive.toolPackages());
  }

  /** The programs that the system is made with, and others if need be. */
  public Toolsets tools() {
    return tools;
  }

  /** The steps that fill the root of a workspace with the least that is a system. */
  public List<Step> base() {
    Debootstrap debootstrap = new Debootstrap(archive, tools);
    List<Step> steps = new ArrayList<>();
    steps.add(new FetchIndexes(archive));
    tools.fetching(List.of(Toolset.DEBOOTSTRAP)).ifPresent(steps::add);
    steps.add(new FetchBase(debootstrap));
    steps.add(new MakeBase(debootstrap));
    return List.copyOf(steps);
  }

  /** The steps that get ready to add to a system that is there. */
  public List<Step> preparation() {
    return List.of(new FetchIndexes(archive));
  }

  /** The steps that bring it up to date, install and remove. */
  public List<Step> packages() {
    DebianPackages packages = archive.packages();
    int count = packages.install().size() + packages.additions().files().size();
    return List.of(new InstallPackages(new Apt(archive), count));
  }
}
