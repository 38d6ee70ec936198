package jbuild.runner.image.disk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.image.VersionOrder;

/** Which partitions of a disk image are mounted, and where: those before that others lie in. */
final class PartitionChoice {
  /** Parents first; where the ESP goes depends on what the root has. */
  private static final List<PartitionUse> ORDER =
      List.of(
          PartitionUse.ROOT,
          PartitionUse.USR,
          PartitionUse.HOME,
          PartitionUse.SRV,
          PartitionUse.VAR,
          PartitionUse.TMP,
          PartitionUse.XBOOTLDR,
          PartitionUse.ESP);

  private PartitionChoice() {}

  /** At most one for each use: of several versions the newest. */
  static List<Partition> of(PartitionTable table, String image) {
    Map<PartitionUse, Partition> chosen = new EnumMap<>(PartitionUse.class);
    for (Partition partition : table.partitions()) {
      if (!partition.isHidden() && isBetter(partition, chosen.get(partition.use()))) {
        chosen.put(partition.use(), partition);
      }
    }
    if (!chosen.containsKey(PartitionUse.ROOT) && !chosen.containsKey(PartitionUse.USR)) {
      chosen.put(PartitionUse.ROOT, onlyGeneric(table, image));
    }
    List<Partition> ordered = new ArrayList<>();
    for (PartitionUse use : ORDER) {
      Optional.ofNullable(chosen.get(use)).ifPresent(ordered::add);
    }
    return ordered;
  }

  private static boolean isBetter(Partition partition, Partition before) {
    return before == null || VersionOrder.compare(partition.label(), before.label()) > 0;
  }

  private static Partition onlyGeneric(PartitionTable table, String image) {
    List<Partition> generic =
        table.partitions().stream()
            .filter(partition -> partition.use() == PartitionUse.GENERIC && !partition.isHidden())
            .toList();
    if (generic.size() == 1) {
      return generic.get(0);
    }
    throw new DiskFailure(
        image,
        generic.isEmpty()
            ? "it has no root partition for this processor"
            : "it has several Linux partitions, and none of them is marked as root",
        table.isGpt()
            ? "give the root partition the type root-x86-64 or root-arm64"
            : "mark one Linux partition (type 83) as bootable");
  }
}
