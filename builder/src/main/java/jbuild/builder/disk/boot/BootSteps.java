package jbuild.builder.disk.boot;

import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.DiskSettings;

/** What is still to be done in an image so that firmware starts its disk. */
public final class BootSteps {
  private BootSteps() {}

  /** Nothing, unless the disk is to be started so. */
  public static List<Step> of(DiskSettings disk) {
    return disk.boot().isPresent()
        ? List.of(new MakeInitrd(disk.fileSystem().toString()))
        : List.of();
  }
}
