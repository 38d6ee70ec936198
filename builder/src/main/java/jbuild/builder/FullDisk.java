package jbuild.builder;

import java.nio.file.Path;
import jbuild.builder.plan.ProgramFailure;
import jbuild.runner.Failure;

/** Programs that find no room for their files fail in ways of their own, and rarely say where. */
final class FullDisk {
  /** What the C library says in every machine of a build: none has another language. */
  private static final String ENOSPC = "No space left on device";

  private FullDisk() {}

  /** The failure of a step, with the disk as its reason if that was it. */
  static Failure explained(Path outputDirectory, Failure failure) {
    boolean program = failure.getCause() instanceof ProgramFailure;
    if (!program || failure.details().stream().noneMatch(line -> line.contains(ENOSPC))) {
      return failure;
    }
    return new Failure(
        failure.status(),
        failure.what(),
        "the disk of " + outputDirectory + " is full",
        "make room there, or choose another directory with --output-dir",
        failure.details(),
        failure);
  }
}
