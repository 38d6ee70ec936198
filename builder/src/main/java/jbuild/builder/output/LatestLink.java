package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.WorkDirectory;

/** The link to the image that was built last in an output directory. */
public record LatestLink(Path directory) {
  public static LatestLink in(Path directory) {
    return new LatestLink(directory);
  }

  /** Leads it to an output; it leads somewhere at any time. Returns its path. */
  public Path to(String fileName) {
    Path link = directory.resolve(Stamp.LATEST);
    try (WorkDirectory work = WorkDirectory.in(directory)) {
      Path aside = work.path().resolve(Stamp.LATEST);
      Files.createSymbolicLink(aside, Path.of(Staging.checked(fileName)));
      return Files.move(aside, link, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot note what was built last",
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }
}
