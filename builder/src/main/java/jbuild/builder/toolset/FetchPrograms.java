package jbuild.builder.toolset;

import java.util.List;
import java.util.stream.Collectors;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Brings programs into the cache, for this host has them not. */
record FetchPrograms(Toolsets tools, List<Toolset> wanted) implements Step {
  FetchPrograms {
    wanted = List.copyOf(wanted);
  }

  @Override
  public String name() {
    return "fetch " + wanted.stream().map(Toolset::toString).collect(Collectors.joining(", "));
  }

  @Override
  public void run(Workspace workspace) {
    wanted.forEach(set -> tools.get(set, workspace));
  }
}
