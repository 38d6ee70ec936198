package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import jbuild.builder.recipe.language.Problems;

/** What the table of raw disks must be beyond having the right keys. */
record DiskRules(Problems problems) {
  void check(Tables recipe) {
    Map<String, ?> disk = recipe.one(Table.DISK);
    boolean isMade = isMade(recipe);
    // A wrong value is one problem: what it would mean for the others nobody knows.
    boolean bootable =
        disk.containsKey(DiskKeys.BOOTABLE.name())
            && DiskKeys.BOOTABLE.valueIfRight(disk).orElse(true);
    if (bootable) {
      checkBootable(recipe, isMade);
    } else if (isMade) {
      checkOthers(disk);
    } else if (recipe.find(Table.DISK).isPresent()) {
      problems.report(
          List.of(Table.DISK.word()),
          "[disk] is about an output that is not made",
          "add \"raw\" to image.outputs, or leave it out");
    }
  }

  /** Wrong outputs are a problem of their own. */
  private static boolean isMade(Tables recipe) {
    Map<String, ?> image = recipe.one(Table.IMAGE);
    boolean isRight =
        !image.containsKey(Key.OUTPUTS.name()) || Key.OUTPUTS.valueIfRight(image).isPresent();
    return !isRight || Key.OUTPUTS.value(image).contains(OutputFormat.RAW);
  }

  private void checkBootable(Tables recipe, boolean isMade) {
    Map<String, ?> image = recipe.one(Table.IMAGE);
    if (!isMade) {
      problems.report(
          place(DiskKeys.BOOTABLE),
          "'disk.bootable' is about an output that is not made",
          "add \"raw\" to image.outputs, or leave it out");
    }
    if (!Key.BOOTABLE.valueIfRight(image).orElse(true)) {
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
