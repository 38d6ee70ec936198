package jbuild.builder.distribution.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.plan.Step;

/**
 * Makes the base system and installs packages with debootstrap and apt, for one image.
 *
 * <p>The steps hand what they fetch to each other: run all of them once, the base first.
 */
public final class Debian {
  private final Archive archive;
  private final Optional<Tools> host;

  /**
   * @param environment where proxies and programs of the host are found
   */
  public Debian(DebianPackages packages, Map<String, String> environment) {
    this.archive = new Archive(packages, environment);
    this.host = Tools.ofHost(environment);
  }

  /** The steps that fill the root of a workspace with the least that is a system. */
  public List<Step> base() {
    Debootstrap debootstrap = new Debootstrap(archive, host);
    List<Step> steps = new ArrayList<>();
    steps.add(new FetchIndexes(archive));
    if (host.isEmpty()) {
      steps.add(new FetchTools(archive));
    }
    steps.add(new FetchBase(debootstrap));
    steps.add(new MakeBase(debootstrap));
    return List.copyOf(steps);
  }

  /** The steps that bring it up to date, install and remove. */
  public List<Step> packages() {
    return List.of(new InstallPackages(new Apt(archive), archive.packages().install().size()));
  }
}
