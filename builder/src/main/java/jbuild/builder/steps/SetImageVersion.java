package jbuild.builder.steps;

import java.util.stream.Stream;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/** Lets the system say which image it is, as os-release(5) describes. */
public record SetImageVersion(String image, String version) implements Step {
  private static final String OS_RELEASE = "/usr/lib/os-release";

  @Override
  public String name() {
    return "set the image version to " + version;
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      String text =
          TextFiles.read(tree, OS_RELEASE)
              .orElseThrow(
                  () ->
                      new Failure(
                          ExitStatus.FAILED,
                          "cannot set the image version",
                          "the image has no " + OS_RELEASE,
                          "leave image.version out"));
      Stream<String> others = text.lines().filter(line -> !line.matches("IMAGE_(ID|VERSION)=.*"));
      Stream<String> ours = Stream.of("IMAGE_ID=" + image, "IMAGE_VERSION=" + version);
      TextFiles.edit(tree, OS_RELEASE, Lines.of(Stream.concat(others, ours)));
    }
  }
}
