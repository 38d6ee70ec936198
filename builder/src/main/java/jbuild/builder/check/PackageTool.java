package jbuild.builder.check;

import java.nio.file.Path;
import java.util.List;
import jbuild.builder.distribution.DebianFacts;
import jbuild.builder.distribution.PacmanFacts;
import jbuild.builder.distribution.RpmFacts;
import jbuild.builder.distribution.ToolFacts;
import jbuild.builder.toolset.PackageTrees;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;

/** A program that installs distributions, and where builds have it from. */
public record PackageTool(Toolset programs) {
  private static final ProgramTree HOST = new ProgramTree(Path.of("/"));

  public static List<PackageTool> all() {
    return List.of(
        new PackageTool(Toolset.DEBOOTSTRAP),
        new PackageTool(Toolset.DNF),
        new PackageTool(Toolset.ZYPPER),
        new PackageTool(Toolset.PACMAN));
  }

  static PackageTool of(ToolFacts facts) {
    if (facts instanceof DebianFacts) {
      return new PackageTool(Toolset.DEBOOTSTRAP);
    }
    if (facts instanceof RpmFacts rpm) {
      return new PackageTool(rpm.tool() == RpmFacts.Tool.DNF ? Toolset.DNF : Toolset.ZYPPER);
    }
    if (facts instanceof PacmanFacts) {
      return new PackageTool(Toolset.PACMAN);
    }
    throw new IllegalStateException("no tool for " + facts.getClass().getSimpleName());
  }

  /** Whether this host has all of it. */
  boolean isOnHost() {
    return HOST.hasAll(programs);
  }

  /** As people call it. */
  public String name() {
    return programs.toString();
  }

  /** Where builds will have it from, for people. */
  public String origin(Path cache) {
    if (isOnHost()) {
      return "this host's is used";
    }
    return new PackageTrees(cache).has(programs)
        ? "jbuild's own is in the cache"
        : "not complete here: fetched into the cache when needed";
  }
}
