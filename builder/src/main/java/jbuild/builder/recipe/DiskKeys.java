package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The keys of raw disks. */
final class DiskKeys {
  static final Key<DiskFileSystem> FILE_SYSTEM =
      Key.optional(
          Table.DISK,
          "file-system",
          KeyType.FILE_SYSTEM,
          DiskFileSystem.EXT4,
          "\"ext4\"",
          "The file system of the root; squashfs and erofs are for reading only.");
  static final Key<DiskSize> SIZE =
      Key.optional(
          Table.DISK,
          "size",
          KeyType.DISK_SIZE,
          DiskSize.AUTO,
          "\"auto\"",
          "How large the root's file system is: auto has room for a system to run, content has"
              + " none. 4G is the size of the whole disk, of which the root has what is left.");

  static final Key<PartitionUse> PARTITION_USE =
      Key.required(
          Table.PARTITIONS,
          "use",
          KeyType.PARTITION_USE,
          "What it is for: a directory of the image moves into it (tmp is /var/tmp), or swap.");
  static final Key<Optional<DiskFileSystem>> PARTITION_FILE_SYSTEM =
      Key.maybe(
          Table.PARTITIONS, "file-system", KeyType.FILE_SYSTEM, "the root's", "Its file system.");
  static final Key<DiskSize> PARTITION_SIZE =
      Key.optional(
          Table.PARTITIONS,
          "size",
          KeyType.DISK_SIZE,
          DiskSize.AUTO,
          "\"auto\"",
          "How large it is; swap needs a fixed size.");

  static final Key<Boolean> BOOTABLE =
      Key.optional(
          Table.DISK,
          "bootable",
          KeyType.FLAG,
          false,
          "false",
          "Whether firmware (UEFI) starts the disk by itself: with a kernel, an initrd and a boot"
              + " loader on a partition of their own.");
  static final Key<BootLoader> LOADER =
      Key.optional(
          Table.DISK,
          "loader",
          KeyType.LOADER,
          BootLoader.SYSTEMD_BOOT,
          "\"systemd-boot\"",
          "What systemd-boot finds: kernel, initrd and options each by itself, or all in one"
              + " program (a unified kernel image).");
  static final Key<Optional<String>> KERNEL =
      Key.maybe(
          Table.DISK,
          "kernel",
          KeyType.text(Grammar.PACKAGE),
          "the distribution's own",
          "The package with the kernel.");
  static final Key<String> KERNEL_OPTIONS =
      Key.optional(
          Table.DISK,
          "kernel-options",
          KeyType.text(Grammar.KERNEL_OPTIONS),
          "",
          "\"\"",
          "What the kernel is told beside where its system is, for example \"console=ttyS0\".");
  static final Key<Optional<Long>> ESP_SIZE =
      Key.maybe(
          Table.DISK,
          "esp-size",
          KeyType.ESP_SIZE,
          "room for another kernel",
          "The size of the partition that firmware reads.");

  /** Without {@link #BOOTABLE} they mean nothing. */
  static final List<Key<?>> OF_BOOTABLE = List.of(LOADER, KERNEL, KERNEL_OPTIONS, ESP_SIZE);

  static final List<Key<?>> ALL =
      List.of(
          FILE_SYSTEM,
          SIZE,
          BOOTABLE,
          LOADER,
          KERNEL,
          KERNEL_OPTIONS,
          ESP_SIZE,
          PARTITION_USE,
          PARTITION_FILE_SYSTEM,
          PARTITION_SIZE);

  private DiskKeys() {}

  /** What tables without problems say. */
  static DiskSettings settings(Tables recipe) {
    Map<String, ?> disk = recipe.one(Table.DISK);
    DiskFileSystem root = FILE_SYSTEM.value(disk);
    return new DiskSettings(
        root,
        SIZE.value(disk),
        recipe.several(Table.PARTITIONS).stream().map(table -> partition(root, table)).toList(),
        BOOTABLE.value(disk) ? Optional.of(boot(disk)) : Optional.empty());
  }

  private static DiskSettings.Partition partition(DiskFileSystem root, Map<String, ?> table) {
    return new DiskSettings.Partition(
        PARTITION_USE.value(table),
        PARTITION_FILE_SYSTEM.value(table).orElse(root),
        PARTITION_SIZE.value(table));
  }

  private static FirmwareBoot boot(Map<String, ?> table) {
    return new FirmwareBoot(
        LOADER.value(table),
        KERNEL.value(table),
        KERNEL_OPTIONS.value(table),
        ESP_SIZE.value(table).map(OptionalLong::of).orElse(OptionalLong.empty()));
  }
}
