package jbuild.builder.steps;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jbuild.builder.distribution.ContainerFix;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;

/** Takes out what keeps a distribution's system from working as a container. */
public record FixForContainers(List<ContainerFix> fixes) implements Step {
  public FixForContainers {
    fixes = List.copyOf(fixes);
  }

  @Override
  public String name() {
    return "fix for containers: "
        + fixes.stream().map(ContainerFix::name).collect(Collectors.joining(", "));
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      for (ContainerFix fix : fixes) {
        Optional<String> text = TextFiles.read(tree, fix.file());
        if (text.isPresent() && text.get().contains(fix.line())) {
          workspace.progress().detail(fix.file() + ": without " + fix.line() + ", " + fix.why());
          TextFiles.edit(
              tree,
              fix.file(),
              Lines.of(text.get().lines().filter(line -> !line.contains(fix.line()))));
        }
      }
    }
  }
}
