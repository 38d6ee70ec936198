package jbuild.builder.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.plan.Step;

/** Makes the base system and installs packages with debootstrap and apt. */
public final class Debian {
  private Debian() {}

  /**
   * The steps that fill the root of a workspace. They hand what they fetch to each other: run all
   * of them, in this order, once.
   *
   * @param environment where proxies and programs of the host are found
   */
  public static List<Step> steps(DebianPackages packages, Map<String, String> environment) {
    Archive archive = new Archive(packages, environment);
    Optional<Tools> host = Tools.ofHost(environment);
    Debootstrap debootstrap = new Debootstrap(archive, host);
    List<Step> steps = new ArrayList<>();
    steps.add(new FetchIndexes(archive));
    if (host.isEmpty()) {
      steps.add(new FetchTools(archive));
    }
    steps.add(new FetchBase(debootstrap));
    steps.add(new MakeBase(debootstrap));
    steps.add(new InstallPackages(new Apt(archive), packages.install().size()));
    return List.copyOf(steps);
  }
}
