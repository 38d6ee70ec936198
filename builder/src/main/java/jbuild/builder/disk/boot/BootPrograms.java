package jbuild.builder.disk.boot;

import jbuild.runner.image.ImageTree;

/** The programs for firmware that systemd brings into an image. */
record BootPrograms(ImageTree tree, EfiProcessor processor) {
  private static final String HOME = "/usr/lib/systemd/boot/efi/";
  private static final int LARGEST = 8 * 1024 * 1024;

  /** Where systemd-boot(7) is. */
  String loader() {
    String path = HOME + processor.loader();
    if (!tree.exists(path)) {
      throw BootPartition.failure(
          "it has no " + path, "do not remove the package systemd-boot-efi");
    }
    return path;
  }

  /** What unified kernel images begin with: systemd-stub(7). */
  PortableExecutable stub() {
    String path = HOME + processor.stub();
    byte[] program =
        tree.read(path, LARGEST)
            .orElseThrow(
                () ->
                    BootPartition.failure(
                        "it has no " + path, "do not remove the package systemd-boot-efi"));
    PortableExecutable stub = new PortableExecutable(path, program);
    if (stub.machine() != processor.machine()) {
      throw BootPartition.failure(
          path + " is for another processor", "install the package again that brings it");
    }
    return stub;
  }
}
