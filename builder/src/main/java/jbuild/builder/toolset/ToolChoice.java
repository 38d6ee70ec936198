package jbuild.builder.toolset;

import java.nio.file.Path;

/** Whose programs a build runs. */
@FunctionalInterface
public interface ToolChoice {
  /** The host's where it has them, else those of Debian's packages. */
  ToolChoice AUTO = Toolsets::of;

  /** The host's, and no others. */
  ToolChoice HOST = only(new ProgramTree(Path.of("/")), "this host");

  /**
   * Those of a tree, and no others.
   *
   * @param name of the tree, for people
   */
  static ToolChoice only(ProgramTree tree, String name) {
    return debian -> Toolsets.only(tree, name);
  }

  /**
   * The programs.
   *
   * @param debian where packages come from, if they are needed
   */
  Toolsets with(PackageSource debian);
}
