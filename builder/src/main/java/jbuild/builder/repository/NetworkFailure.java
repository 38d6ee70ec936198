package jbuild.builder.repository;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** A mirror did not give what was asked for, or what it gave is not to be trusted. */
public final class NetworkFailure extends Failure {
  private static final long serialVersionUID = 1L;

  NetworkFailure(String what, String why, String fix) {
    super(ExitStatus.NETWORK, what, why, fix);
  }

  NetworkFailure(String what, String why, String fix, Throwable cause) {
    super(ExitStatus.NETWORK, what, why, fix, List.of(), cause);
  }

  /** Whether the file that was asked for does not exist. */
  public boolean isAboutMissing() {
    return getCause() instanceof FileNotFoundException || getCause() instanceof NoSuchFileException;
  }
}
