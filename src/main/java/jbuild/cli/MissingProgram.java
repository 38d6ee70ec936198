package jbuild.cli;

import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;

/** What it means to users that the kernel did not find what a machine was to run. */
final class MissingProgram {
  private static final String SEARCH = "openat2(2)";

  private MissingProgram() {}

  /** The same failure in words about the image, if it is about the command of the user. */
  static Failure explained(SyscallFailure failure, MachineSettings settings) {
    boolean isAboutIt =
        failure.errno() == Errno.ENOENT
            && settings.payload() instanceof Payload.Program program
            && failure.what().equals("cannot execute " + program.argv().get(0));
    if (!isAboutIt) {
      return failure;
    }
    // The program was found then, and what it needs itself was not.
    boolean isThere = !failure.why().startsWith(SEARCH);
    return new Failure(
        failure.status(),
        failure.what(),
        isThere
            ? "it is in the image, but not the interpreter or loader that it names"
            : "there is no such program in " + settings.source().path(),
        isThere
            ? "install in the image what the program needs"
            : "install it in the image, or name another: one in its PATH, or by its path there",
        List.of(),
        failure);
  }
}
