package jbuild.builder.toolset;

import java.util.List;
import java.util.stream.Collectors;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * Makes sure that there are programs, before anything is done with them.
 *
 * @param doing what it comes to, for people: they are found, or fetched
 * @param place where they are found
 */
record FetchPrograms(Toolsets tools, List<Toolset> wanted, String doing, String place)
    implements Step {
  FetchPrograms {
    wanted = List.copyOf(wanted);
  }

  @Override
  public String name() {
    String names = wanted.stream().map(Toolset::toString).collect(Collectors.joining(", "));
    return doing + " " + names + place;
  }

  @Override
  public void run(Workspace workspace) {
    wanted.forEach(set -> tools.get(set, workspace));
  }
}
