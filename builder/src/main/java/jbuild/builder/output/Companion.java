package jbuild.builder.output;

import jbuild.builder.plan.Workspace;
import jbuild.runner.linux.Fd;

/** What changes together with outputs, while nobody else publishes in their directory. */
interface Companion {
  /**
   * Makes it ready before the first name changes. What stays in the staging place is published by
   * its name; what is made elsewhere is described by what comes back.
   *
   * @param staging where outputs lie that are not published yet
   * @param published the output directory
   * @return makes it undone, should an output stay away
   */
  Runnable prepare(Workspace workspace, Fd staging, Fd published);

  /** Removes what is no longer needed, now that all outputs are there. */
  void finish(Fd published);
}
