package jbuild.builder.disk.boot;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A processor, in the words that firmware and boot loaders have for it. */
enum EfiProcessor {
  X64("amd64", "x86_64", 0x8664),
  AA64("arm64", "aarch64", 0xaa64);

  private final String debian;
  private final String kernel;
  private final int machine;

  EfiProcessor(String debian, String kernel, int machine) {
    this.debian = debian;
    this.kernel = kernel;
    this.machine = machine;
  }

  /** Empty when firmware of this architecture is none that we know. */
  static Optional<EfiProcessor> named(String architecture) {
    return Stream.of(values())
        .filter(one -> architecture.equals(one.debian) || architecture.equals(one.kernel))
        .findFirst();
  }

  /** As the Boot Loader Specification spells it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What firmware starts from a disk that it knows nothing of; see UEFI 2.10, 3.5.1.1. */
  String fallback() {
    return "BOOT" + name() + ".EFI";
  }

  /** What systemd-boot(7) is called. */
  String loader() {
    return "systemd-boot" + word() + ".efi";
  }

  /** What systemd-stub(7) is called. */
  String stub() {
    return "linux" + word() + ".efi.stub";
  }

  /** As programs of it are marked. */
  int machine() {
    return machine;
  }
}
