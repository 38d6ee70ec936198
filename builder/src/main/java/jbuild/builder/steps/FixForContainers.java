package jbuild.builder.steps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jbuild.builder.distribution.ContainerFix;
import jbuild.builder.plan.Changes;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;

/** Takes out what keeps a distribution's system from working as a container. */
public record FixForContainers(List<ContainerFix> fixes) implements Step {
  private static final String SWITCH = "system.container-fixes = false";
  private static final String LEFT = SWITCH + " leaves it";

  public FixForContainers {
    fixes = List.copyOf(fixes);
  }

  @Override
  public String name() {
    return "fix for containers: "
        + fixes.stream().map(ContainerFix::name).collect(Collectors.joining(", "));
  }

  @Override
  public List<String> notes() {
    return fixes.stream()
        .map(fix -> fix.file() + " without " + fix.line() + ": " + fix.why() + "; " + LEFT)
        .toList();
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      for (ContainerFix fix : fixes) {
        Optional<String> text = TextFiles.read(tree, fix.file());
        if (text.isPresent() && text.get().contains(fix.line())) {
          new Changes(workspace).add(change(fix));
          workspace.progress().detail(fix.file() + ": without " + fix.line() + ", " + fix.why());
          TextFiles.edit(
              tree,
              fix.file(),
              Lines.of(text.get().lines().filter(line -> !line.contains(fix.line()))));
        }
      }
    }
  }

  private static Map<String, String> change(ContainerFix fix) {
    Map<String, String> change = new LinkedHashMap<>();
    change.put("kind", "container-fix");
    change.put("name", fix.name());
    change.put("file", fix.file());
    change.put("without", fix.line());
    change.put("why", fix.why());
    change.put("left-by", SWITCH);
    return change;
  }
}
