package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The keys of raw disks. */
final class DiskKeys {
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
          "What systemd-boot finds: kernel, initrd and options each by itself, or all in one program"
              + " (a unified kernel image).");
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

  static final List<Key<?>> ALL = List.of(BOOTABLE, LOADER, KERNEL, KERNEL_OPTIONS, ESP_SIZE);

  private DiskKeys() {}

  /** What a table without problems says. */
  static DiskSettings settings(Map<String, ?> table) {
    return new DiskSettings(BOOTABLE.value(table) ? Optional.of(boot(table)) : Optional.empty());
  }

  private static FirmwareBoot boot(Map<String, ?> table) {
    return new FirmwareBoot(
        LOADER.value(table),
        KERNEL.value(table),
        KERNEL_OPTIONS.value(table),
        ESP_SIZE.value(table).map(OptionalLong::of).orElse(OptionalLong.empty()));
  }
}
