package jbuild.builder.text;

import java.io.IOException;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** What is said of files that cannot be written: only what to do depends on where they are. */
public final class Unwritable {
  private Unwritable() {}

  public static Failure inCache(Object path, IOException cause) {
    return failure(
        path, cause, "free some space there, or set JBUILD_CACHE to a directory with more");
  }

  public static Failure besideOutputs(Object path, IOException cause) {
    return failure(
        path, cause, "make room in the output directory, or choose another with --output-dir");
  }

  private static Failure failure(Object path, IOException cause, String fix) {
    return new Failure(
        ExitStatus.FAILED, "cannot write " + path, Reasons.of(cause), fix, List.of(), cause);
  }
}
