package jbuild.runner.image.disk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final Set<PartitionUse> HASHES =
      EnumSet.of(
          PartitionUse.ROOT_VERITY,
          PartitionUse.ROOT_VERITY_SIGNATURE,
          PartitionUse.USR_VERITY,
          PartitionUse.USR_VERITY_SIGNATURE);

  private final PartitionTable table;
  private final PolicyCheck check;
  private final String image;
  private final Set<PartitionUse> there = EnumSet.noneOf(PartitionUse.class);
  private final Map<PartitionUse, Partition> chosen = new EnumMap<>(PartitionUse.class);

  private PartitionChoice(PartitionTable table, PolicyCheck check, String image) {
    this.table = table;
    this.check = check;
    this.image = image;
  }

  /** At most one for each use: of several versions the newest. */
  static List<Partition> of(PartitionTable table, PolicyCheck check, String image) {
    PartitionChoice choice = new PartitionChoice(table, check, image);
    choice.chooseByUse();
    choice.chooseRoot();
    choice.checkOthers();
    List<Partition> ordered = new ArrayList<>();
    for (PartitionUse use : ORDER) {
      Optional.ofNullable(choice.chosen.get(use)).ifPresent(ordered::add);
    }
    return ordered;
  }

  private void chooseByUse() {
    for (Partition partition : table.partitions()) {
      PartitionUse use = partition.use();
      if (!partition.isHidden() && ImagePolicy.named().contains(use)) {
        there.add(use);
        boolean isUsed = ORDER.contains(use) && check.uses(use);
        if (isUsed && isBetter(partition, chosen.get(use))) {
          chosen.put(use, partition);
        }
      }
    }
  }

  private static boolean isBetter(Partition partition, Partition before) {
    return before == null || VersionOrder.compare(partition.label(), before.label()) > 0;
  }

  private void chooseRoot() {
    if (chosen.containsKey(PartitionUse.ROOT) || chosen.containsKey(PartitionUse.USR)) {
      return;
    }
    if (there.contains(PartitionUse.ROOT) || !check.uses(PartitionUse.GENERIC)) {
      throw new DiskFailure(
          image, "the image policy leaves out its root", "allow it in --image-policy=");
    }
    there.add(PartitionUse.ROOT);
    chosen.put(PartitionUse.ROOT, onlyGeneric());
  }

  private Partition onlyGeneric() {
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

  private void checkOthers() {
    for (PartitionUse use : ImagePolicy.named()) {
      if (HASHES.contains(use)) {
        check.hashes(use, there.contains(use));
      } else if (!chosen.containsKey(use)) {
        check.notUsed(use, there.contains(use));
      }
    }
  }
}
