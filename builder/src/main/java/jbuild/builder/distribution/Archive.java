package jbuild.builder.distribution;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.AptSources;
import jbuild.builder.repository.ContentCache;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.MirrorView;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.repository.PackageEntry;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.Repository;
import jbuild.builder.repository.Suite;
import jbuild.builder.repository.TrustedKeys;
import jbuild.runner.Failure;

/** What the steps of one build know of the distribution's mirrors, and have fetched from them. */
final class Archive {
  private final DebianPackages packages;
  private final Map<String, String> environment;
  private final Map<Release.Suite, Suite> suites = new LinkedHashMap<>();
  private Optional<TrustedKeys> keys = Optional.empty();

  Archive(DebianPackages packages, Map<String, String> environment) {
    this.packages = packages;
    this.environment = Map.copyOf(environment);
  }

  DebianPackages packages() {
    return packages;
  }

  /** Fetches the indexes of all suites; the first failure ends it. */
  void fetchSuites(Workspace workspace) {
    Repositories repositories = new Repositories(workspace);
    Map<Release.Suite, CompletableFuture<Suite>> fetched = new LinkedHashMap<>();
    for (Release.Suite suite : packages.release().suites()) {
      fetched.put(suite, CompletableFuture.supplyAsync(() -> repositories.suite(suite)));
    }
    fetched.forEach((suite, future) -> suites.put(suite, result(future)));
    suites.forEach((suite, content) -> view(workspace, suite.archive()).add(content));
  }

  private static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }

  /** The suite that the base system is made of. */
  Suite base() {
    return suites.get(packages.release().suites().get(0));
  }

  Map<Release.Suite, Suite> suites() {
    return suites;
  }

  /** Fetches packages into the view of their mirror. */
  void fetch(Workspace workspace, String what, Map<PackageEntry, Release.Suite> wanted) {
    List<PackageEntry> entries = List.copyOf(wanted.keySet());
    List<Downloads.Wanted> files = new ArrayList<>();
    entries.forEach(entry -> files.add(suites.get(wanted.get(entry)).download(entry)));
    List<Path> paths = downloads(workspace).fetchAll(what, files, workspace.progress());
    for (int i = 0; i < paths.size(); i++) {
      view(workspace, wanted.get(entries.get(i)).archive()).add(entries.get(i), paths.get(i));
    }
  }

  /** The part of a mirror that this build needs, below {@link #views}. */
  MirrorView view(Workspace workspace, String archive) {
    return new MirrorView(views(workspace).resolve(archive));
  }

  /** A directory that package tools see, with the views and their settings. */
  Path views(Workspace workspace) {
    return workspace.directory().resolve("mirror");
  }

  /** Adds a file for the package tools. */
  void put(Workspace workspace, String name, byte[] content) {
    new MirrorView(views(workspace)).add(name, content);
  }

  byte[] keyring() {
    return keys().keyring();
  }

  private TrustedKeys keys() {
    keys = keys.or(() -> Optional.of(TrustedKeys.of(packages.profile().keys(), Clock.systemUTC())));
    return keys.orElseThrow();
  }

  /** The root of debootstrap's own tree in the cache, made when it is not there. */
  Path tools(Workspace workspace) {
    return new Toolbox(workspace.cache())
        .make(() -> debianStable(workspace), downloads(workspace), workspace.progress());
  }

  Optional<Path> existingTools(Workspace workspace) {
    return new Toolbox(workspace.cache()).find();
  }

  /** What the tools are made of: the suite of this build itself, when it is that one. */
  private Suite debianStable(Workspace workspace) {
    DistributionProfile debian = new DistributionProfiles().find("debian").orElseThrow();
    Release stable = debian.release("stable").orElseThrow();
    boolean same =
        packages.profile().name().equals(debian.name()) && packages.release().equals(stable);
    if (same) {
      return base();
    }
    boolean isDebian = packages.profile().name().equals(debian.name());
    DebianPackages tools =
        new DebianPackages(
            debian,
            stable,
            packages.architecture(),
            isDebian ? packages.mirrors() : Map.of(),
            List.of("main"),
            List.of(),
            List.of(),
            false,
            false);
    return new Archive(tools, environment).new Repositories(workspace)
        .suite(stable.suites().get(0));
  }

  private Downloads downloads(Workspace workspace) {
    ContentCache cache = new ContentCache(workspace.cache().resolve("debs"));
    cache.sweep();
    return new Downloads(new Fetcher(Limits.USUAL, new Proxies(environment)), cache);
  }

  /** The mirrors, chosen: the recipe's, else the host's own, else the official ones. */
  private final class Repositories {
    private final AptSources host = AptSources.ofHost(Path.of("/"), packages.profile().name());
    private final TrustedKeys trusted = keys();
    private final Downloads downloads;
    private final Progress progress;

    Repositories(Workspace workspace) {
      this.downloads = downloads(workspace);
      this.progress = workspace.progress();
    }

    Suite suite(Release.Suite suite) {
      URI mirror = mirror(suite);
      progress.detail(suite.name() + " from " + Mirrors.shown(mirror));
      return new Repository(mirror, trusted, downloads, Clock.systemUTC(), packages.mayBeExpired())
          .suite(suite.name(), packages.components(), packages.architecture(), progress);
    }

    private URI mirror(Release.Suite suite) {
      return Optional.ofNullable(packages.mirrors().get(suite.archive()))
          .or(() -> host.mirrorOf(suite.name()))
          .orElseGet(() -> packages.profile().mirrors().get(suite.archive()));
    }
  }
}
