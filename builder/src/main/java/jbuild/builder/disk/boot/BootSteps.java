package jbuild.builder.disk.boot;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.disk.DiskIds;
import jbuild.builder.disk.PartitionKind;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.recipe.PartitionUse;

/** What is still to be done in an image so that firmware starts its disk. */
public final class BootSteps {
  private BootSteps() {}

  /** Nothing, unless the disk is to be started so. */
  public static List<Step> of(DiskSettings disk, DiskIds ids) {
    List<Step> steps = new ArrayList<>();
    if (disk.boot().isPresent()) {
      for (DiskSettings.Partition partition : disk.partitions()) {
        if (partition.use() == PartitionUse.VAR) {
          String fileSystem = partition.fileSystem().toString();
          steps.add(new MountVar(ids.ofPartition(PartitionKind.VAR.word()), fileSystem));
        }
      }
      steps.add(new MakeInitrd(disk.fileSystem().toString()));
    }
    return steps;
  }
}
