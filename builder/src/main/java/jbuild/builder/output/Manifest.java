package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import jbuild.builder.plan.Changes;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Notes beside the outputs what is in the image, or not, although no recipe asks for it. */
public record Manifest(String image) implements Step {
  public Manifest {
    Staging.checked(fileName(image));
  }

  /** The file, in the output directory. */
  public static String fileName(String image) {
    return image + ".manifest.json";
  }

  @Override
  public String name() {
    return "write " + fileName(image);
  }

  @Override
  public void run(Workspace workspace) {
    String separator = "";
    StringBuilder text = new StringBuilder("{\"image\": \"" + image + "\", \"changes\": [");
    for (String change : new Changes(workspace).all()) {
      text.append(separator).append("\n  ").append(change);
      separator = ",";
    }
    text.append("\n]}\n");
    try {
      Files.writeString(Staging.make(workspace).resolve(fileName(image)), text);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + fileName(image),
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }
}
