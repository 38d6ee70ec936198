package jbuild.builder.recipe;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.recipe.language.Problems;

/** What raw disks and their partitions must be beyond having the right keys. */
record PartitionRules(Problems problems) {
  void check(Tables recipe) {
    Optional<DiskFileSystem> root =
        DiskKeys.FILE_SYSTEM.valueIfRight(recipe.one(Table.DISK)).or(this::standard);
    Set<PartitionUse> seen = EnumSet.noneOf(PartitionUse.class);
    int index = 0;
    for (Map<String, ?> table : recipe.several(Table.PARTITIONS)) {
      Optional<PartitionUse> use = DiskKeys.PARTITION_USE.valueIfRight(table);
      if (use.isPresent()) {
        if (!seen.add(use.get())) {
          String what = "'" + DiskKeys.PARTITION_USE.path() + "' is \"" + use.get() + "\" twice";
          problems.report(place(index, DiskKeys.PARTITION_USE), what, "leave one of them out");
        }
        checkPartition(index, use.get(), table, root);
      }
      index++;
    }
  }

  private Optional<DiskFileSystem> standard() {
    return DiskKeys.FILE_SYSTEM.fallback();
  }

  private void checkPartition(
      int index, PartitionUse use, Map<String, ?> table, Optional<DiskFileSystem> root) {
    if (use == PartitionUse.SWAP) {
      if (table.containsKey(DiskKeys.PARTITION_FILE_SYSTEM.name())) {
        problems.report(
            place(index, DiskKeys.PARTITION_FILE_SYSTEM),
            "swap has no file system",
            "leave it out");
      }
      Optional<DiskSize> size = DiskKeys.PARTITION_SIZE.valueIfRight(table);
      boolean missing = !table.containsKey(DiskKeys.PARTITION_SIZE.name());
      if (missing || size.isPresent() && !size.get().isFixed()) {
        problems.report(
            place(index, DiskKeys.PARTITION_SIZE),
            "swap has no content that its size could come from",
            "write a fixed size, for example \"1G\"");
      }
      return;
    }
    boolean isWritten = use == PartitionUse.VAR || use == PartitionUse.TMP;
    Optional<DiskFileSystem> own =
        table.containsKey(DiskKeys.PARTITION_FILE_SYSTEM.name())
            ? DiskKeys.PARTITION_FILE_SYSTEM.valueIfRight(table).flatMap(kind -> kind)
            : root;
    if (isWritten && own.filter(kind -> !kind.isWritable()).isPresent()) {
      problems.report(
          place(index, DiskKeys.PARTITION_FILE_SYSTEM),
          "a running system writes to " + use + ", and " + own.get() + " is for reading only",
          "write another file-system for it");
    }
  }

  private static List<String> place(int index, Key<?> key) {
    return List.of("disk", "partitions", String.valueOf(index), key.name());
  }
}
