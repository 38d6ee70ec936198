package jbuild.builder.archive;

import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** An archive that is damaged, or that wants what no archive may. */
final class BadArchive extends Failure {
  private static final long serialVersionUID = 1L;

  BadArchive(String why) {
    this("cannot read the archive", why);
  }

  BadArchive(String what, String why) {
    super(
        ExitStatus.FAILED,
        what,
        why,
        "get the archive again from a place you trust",
        List.of(),
        null);
  }
}
