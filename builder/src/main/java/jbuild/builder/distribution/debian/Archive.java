package jbuild.builder.distribution.debian;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import jbuild.builder.distribution.SuitePlace;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.MirrorView;
import jbuild.builder.repository.PackageEntry;
import jbuild.builder.repository.Suite;
import jbuild.builder.repository.TrustedKeys;
import jbuild.builder.toolset.PackageSource;
import jbuild.runner.Failure;

/** What the steps of one build know of the distribution's mirrors, and have fetched from them. */
final class Archive {
  private final DebianPackages packages;
  private final Map<String, String> environment;
  private final Map<SuitePlace, Suite> suites = new LinkedHashMap<>();
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
    Repositories repositories =
        new Repositories(packages, keys(), downloads(workspace), workspace.progress());
    Map<SuitePlace, CompletableFuture<Suite>> fetched = new LinkedHashMap<>();
    for (SuitePlace suite : packages.suites()) {
      fetched.put(suite, CompletableFuture.supplyAsync(() -> repositories.suite(suite)));
    }
    packages
        .addedSuites()
        .forEach(
            (suite, from) ->
                fetched.put(
                    suite, CompletableFuture.supplyAsync(() -> repositories.suite(suite, from))));
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
    return suites.get(packages.suites().get(0));
  }

  Map<SuitePlace, Suite> suites() {
    return suites;
  }

  /** Fetches packages into the view of their mirror. */
  void fetch(Workspace workspace, String what, Map<PackageEntry, SuitePlace> wanted) {
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

  /** The packages that are files, where the image's apt sees them. */
  LocalPackages putFiles(Workspace workspace) {
    LocalPackages local = LocalPackages.of(packages);
    local.put(views(workspace).resolve(LocalPackages.PLACE));
    return local;
  }

  byte[] keyring() {
    return keys().keyring();
  }

  private TrustedKeys keys() {
    keys = keys.or(() -> Optional.of(Repositories.keys(packages)));
    return keys.orElseThrow();
  }

  /** Where programs come from: the suite of this build itself, when it is that one. */
  PackageSource toolPackages() {
    DebianStable stable = DebianStable.beside(packages, environment);
    return new PackageSource() {
      @Override
      public Suite suite(Path cache, Progress progress) {
        return stable.isReleaseOf(packages) && !suites.isEmpty()
            ? base()
            : stable.suite(cache, progress);
      }

      @Override
      public Downloads downloads(Path cache) {
        return stable.downloads(cache);
      }
    };
  }

  private Downloads downloads(Workspace workspace) {
    return Repositories.downloads(workspace.cache(), environment);
  }
}
