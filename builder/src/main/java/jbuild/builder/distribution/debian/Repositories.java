package jbuild.builder.distribution.debian;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.SuitePlace;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.ContentCache;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.Repository;
import jbuild.builder.repository.Suite;
import jbuild.builder.repository.TrustedKeys;
import jbuild.runner.Failure;

/** The suites of a release, from the mirrors that are chosen for them. */
final class Repositories {
  private final DebianPackages packages;
  private final TrustedKeys trusted;
  private final Downloads downloads;
  private final Progress progress;
  private final SuiteMirrors mirrors;

  Repositories(
      DebianPackages packages, TrustedKeys trusted, Downloads downloads, Progress progress) {
    this.packages = packages;
    this.trusted = trusted;
    this.downloads = downloads;
    this.progress = progress;
    this.mirrors =
        SuiteMirrors.of(
            packages.profile(), packages.release(), packages.mirrors(), packages.borrowed());
  }

  static TrustedKeys keys(DebianPackages packages) {
    return TrustedKeys.of(
        packages.profile().keys(packages.release()), Clock.systemUTC(), packages.mayBeExpired());
  }

  /** The only key that may sign a repository of the recipe. */
  static TrustedKeys keys(DebianPackages packages, AddedRepository repository) {
    return TrustedKeys.of(List.of(repository.key()), Clock.systemUTC(), packages.mayBeExpired());
  }

  /**
   * What brings packages here.
   *
   * @param cache shared by all builds
   */
  static Downloads downloads(Path cache, Map<String, String> environment) {
    ContentCache files = new ContentCache(cache.resolve("debs"));
    files.sweep();
    return new Downloads(new Fetcher(Limits.USUAL, new Proxies(environment)), files);
  }

  Suite suite(SuitePlace suite) {
    URI mirror = mirrors.of(suite);
    progress.detail(suite.name() + " from " + Mirrors.shown(mirror));
    return new Repository(mirror, trusted, downloads, Clock.systemUTC(), packages.mayBeExpired())
        .suite(suite.name(), packages.components(), packages.architecture(), progress);
  }

  /** A suite of a repository that the recipe brings. */
  Suite suite(SuitePlace suite, AddedRepository from) {
    progress.detail(suite.name() + " from " + Mirrors.shown(from.address()));
    Repository repository =
        new Repository(
            from.address(),
            keys(packages, from),
            downloads,
            Clock.systemUTC(),
            packages.mayBeExpired());
    try {
      return repository.suite(suite.name(), from.components(), packages.architecture(), progress);
    } catch (Failure failure) {
      throw new Failure(
          failure.status(),
          failure.what(),
          failure.why(),
          "correct the repository '" + from.name() + "' of the recipe, or leave it out",
          failure.details(),
          failure);
    }
  }
}
