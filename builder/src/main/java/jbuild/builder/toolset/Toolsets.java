package jbuild.builder.toolset;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Brings programs to builds, whatever distribution is built: those of a tree and, if that is not
 * the only one that counts, those of Debian packages in the cache.
 *
 * @param tree whose programs are preferred
 * @param debian is asked for what neither the tree nor the cache has
 * @param name of the tree, for people
 */
public record Toolsets(ProgramTree tree, Optional<PackageSource> debian, String name) {
  /** The tree's where it has them, else Debian's. */
  public Toolsets(ProgramTree tree, PackageSource debian) {
    this(tree, Optional.of(debian), tree.root().toString());
  }

  public static Toolsets of(PackageSource debian) {
    return new Toolsets(new ProgramTree(Path.of("/")), debian);
  }

  /** Those of the tree, and no others. */
  static Toolsets only(ProgramTree tree, String name) {
    return new Toolsets(tree, Optional.empty(), name);
  }

  /** Where the programs come from: images that are made with the same can be the same. */
  public String origin() {
    return tree.root() + (debian.isPresent() ? " or Debian" : "");
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
    Optional<Need> missing = wanted.missingIn(tree);
    if (missing.isEmpty()) {
      return tree;
    }
    PackageSource source = debian.orElseThrow(() -> missing(missing.get()));
    return new ProgramTree(new PackageTrees(cache).make(wanted.tree(), source, progress));
  }

  private Failure missing(Need program) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot build with the tools of " + name,
        "it has no " + program,
        "install it there, or write tools = \"auto\": jbuild brings then what is missing");
  }

  /** The step that makes sure early that a build will have its programs, if one is needed. */
  public Optional<Step> fetching(Collection<Toolset> wanted) {
    if (debian.isEmpty()) {
      // The tree may be made only after this is asked.
      List<Toolset> all = wanted.stream().distinct().sorted().toList();
      return all.isEmpty()
          ? Optional.empty()
          : Optional.of(new FetchPrograms(this, all, "find", " in " + name));
    }
    List<Toolset> missing =
        wanted.stream().filter(set -> !tree.hasAll(set)).distinct().sorted().toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(new FetchPrograms(this, missing, "fetch", ""));
  }
}
