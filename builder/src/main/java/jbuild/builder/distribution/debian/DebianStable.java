package jbuild.builder.distribution.debian;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.Progress;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.Suite;
import jbuild.builder.toolset.PackageSource;

/** Debian's stable release, as a source of programs for builds of any distribution. */
public final class DebianStable implements PackageSource {
  private final Map<String, URI> mirrors;
  private final Map<String, String> environment;

  /**
   * Its programs are for this host.
   *
   * @param mirrors in place of those that would be chosen, by the name that Debian's profile has
   * @param environment where proxies are found
   */
  private DebianStable(Map<String, URI> mirrors, Map<String, String> environment) {
    this.mirrors = Map.copyOf(mirrors);
    this.environment = Map.copyOf(environment);
  }

  /** Its profile is read when somebody asks: most builds have all programs that they need. */
  private DebianPackages packages() {
    DistributionProfile debian = new DistributionProfiles().find("debian").orElseThrow();
    return new DebianPackages(
        debian,
        debian.release("stable").orElseThrow(),
        HostArchitecture.current().nameAmong(debian.architectures()),
        mirrors,
        List.of("main"),
        List.of(),
        List.of(),
        false,
        false,
        false);
  }

  /** For programs that run on this host, whatever a build installs. */
  public static DebianStable forHost(Map<String, String> environment) {
    return new DebianStable(Map.of(), environment);
  }

  /**
   * Beside what a build installs: from the same mirror when that is one of Debian's, which it need
   * not be where somebody has described Debian anew.
   */
  public static DebianStable beside(DebianPackages packages, Map<String, String> environment) {
    return new DebianStable(mirrorsBeside(packages), environment);
  }

  /** A mirror of what has expired, a snapshot or an archive, has no stable release of today. */
  static Map<String, URI> mirrorsBeside(DebianPackages packages) {
    boolean isDebian =
        new DistributionProfiles().find("debian").filter(packages.profile()::equals).isPresent();
    boolean isOld = packages.mayBeExpired() || !packages.release().mirrors().isEmpty();
    return isDebian && !isOld ? packages.mirrors() : Map.of();
  }

  /** Whether packages come from this release anyway. */
  boolean isReleaseOf(DebianPackages others) {
    DebianPackages packages = packages();
    return others.profile().equals(packages.profile())
        && others.release().equals(packages.release())
        && others.architecture().equals(packages.architecture());
  }

  @Override
  public Suite suite(Path cache, Progress progress) {
    DebianPackages packages = packages();
    return new Repositories(packages, Repositories.keys(packages), downloads(cache), progress)
        .suite(packages.suites().get(0));
  }

  @Override
  public Downloads downloads(Path cache) {
    return Repositories.downloads(cache, environment);
  }
}
