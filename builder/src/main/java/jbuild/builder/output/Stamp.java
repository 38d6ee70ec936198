package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * Notes beside the outputs what they were made from, and that they are the latest.
 *
 * @param key stands for all that the build depends on
 * @param latest the output that a machine starts from
 */
public record Stamp(String image, String key, String latest) implements Step {
  /** The link to the image that was built last in an output directory. */
  public static final String LATEST = "latest";

  public Stamp {
    Staging.checked(fileName(image));
    Staging.checked(latest);
  }

  /** The file with the key, in the output directory. */
  public static String fileName(String image) {
    return "." + image + ".build";
  }

  /** Whether a build of ours has made the image, which is called by its name only. */
  public static boolean isOn(Path image) {
    Path name = image.getFileName();
    return name != null && Files.isRegularFile(image.resolveSibling(fileName(name.toString())));
  }

  /** Whether the file is a note and no output. */
  static boolean isOurs(String fileName) {
    return fileName.startsWith(".")
        || fileName.equals(LATEST)
        || ChecksumFile.allNames().contains(fileName);
  }

  @Override
  public String name() {
    return "note what was built";
  }

  @Override
  public void run(Workspace workspace) {
    Path staging = Staging.make(workspace);
    try {
      Files.writeString(staging.resolve(fileName(image)), key + "\n");
      Files.createSymbolicLink(staging.resolve(LATEST), Path.of(latest));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot note what was built",
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }
}
