package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;

/** What the table of raw disks must be beyond having the right keys. */
record DiskRules(Problems problems) {
  void check(Tables recipe) {
    Map<String, ?> disk = recipe.one(Table.DISK);
    // A wrong value is one problem: what it would mean for the others nobody knows.
    boolean bootable =
        disk.containsKey(DiskKeys.BOOTABLE.name())
            && DiskKeys.BOOTABLE.valueIfRight(disk).orElse(true);
    if (bootable) {
      checkBootable(recipe);
    } else {
      checkOthers(disk);
    }
  }

  private void checkBootable(Tables recipe) {
    if (!Key.BOOTABLE.valueIfRight(recipe.one(Table.IMAGE)).orElse(true)) {
      problems.report(
          place(DiskKeys.BOOTABLE),
          "'disk.bootable' does not go with image.bootable = false",
          "leave one of them out: without an init there is nothing to start");
    }
  }

  private void checkOthers(Map<String, ?> disk) {
    for (Key<?> key : DiskKeys.OF_BOOTABLE) {
      if (disk.containsKey(key.name())) {
        problems.report(
            place(key),
            "'" + key.path() + "' is only for disks that firmware starts",
            "leave it out, or write bootable = true");
      }
    }
  }

  private static List<String> place(Key<?> key) {
    return List.of(key.table().word(), key.name());
  }
}
