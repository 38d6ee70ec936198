package jbuild.builder.toolset;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * Brings programs to builds: the host's own where it has them, else those of Debian packages in the
 * cache, whatever distribution is built.
 *
 * @param host the tree whose programs are preferred
 * @param debian is asked for what neither the host nor the cache has
 */
public record Toolsets(ProgramTree host, PackageSource debian) {
  public static Toolsets of(PackageSource debian) {
    return new Toolsets(new ProgramTree(Path.of("/")), debian);
  }

  /** The programs, fetched if need be. */
  public ProgramTree get(Toolset wanted, Workspace workspace) {
    return get(wanted, workspace.cache(), workspace.progress());
  }

  /**
   * The programs, fetched if need be.
   *
   * @param cache shared with builds
   */
  public ProgramTree get(Toolset wanted, Path cache, Progress progress) {
    return isOnHost(wanted)
        ? host
        : new ProgramTree(new PackageTrees(cache).make(wanted.tree(), debian, progress));
  }

  private boolean isOnHost(Toolset wanted) {
    return host.hasAll(wanted.programs());
  }

  /** The step that makes sure early that a build will have its programs, if one is needed. */
  public Optional<Step> fetching(Collection<Toolset> wanted) {
    List<Toolset> missing =
        wanted.stream().filter(set -> !isOnHost(set)).distinct().sorted().toList();
    return missing.isEmpty() ? Optional.empty() : Optional.of(new FetchPrograms(this, missing));
  }
}
