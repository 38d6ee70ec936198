package jbuild.builder.disk.boot;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.image.ImageTree;

/** What systemd-boot(7) shows in its menu, by the Boot Loader Specification. */
final class BootEntries {
  private final String image;
  private final ImageTree tree;
  private final BootPrograms programs;
  private final String options;
  private final BootFiles files;
  private final OsRelease system;

  /**
   * @param options that kernels are started with
   */
  BootEntries(
      String image, ImageTree tree, BootPrograms programs, String options, BootFiles files) {
    this.image = image;
    this.tree = tree;
    this.programs = programs;
    this.options = options;
    this.files = files;
    this.system = OsRelease.of(tree);
  }

  /** Adds kernel and initrd, and the text that names them: type 1 of the specification. */
  void add(Kernel kernel) {
    String directory = image + "/" + kernel.version();
    files.add("loader/entries/" + name(kernel) + ".conf", text(kernel, "/" + directory));
    files.add(directory + "/linux", tree, kernel.image());
    files.add(directory + "/initrd.img", tree, kernel.initrd());
  }

  private String text(Kernel kernel, String directory) {
    return """
        title %s
        version %s
        sort-key %s
        architecture %s
        linux %s/linux
        initrd %s/initrd.img
        options %s
        """
        .formatted(
            system.title(),
            kernel.version(),
            system.id(),
            programs.processor().word(),
            directory,
            directory,
            options);
  }

  /** Adds all of it in one program (a unified kernel image): type 2. */
  void addUnified(Kernel kernel) {
    PortableExecutable stub = programs.stub();
    files.add("EFI/Linux/" + name(kernel) + ".efi", file -> writeUnified(stub, kernel, file));
  }

  private void writeUnified(PortableExecutable stub, Kernel kernel, Path file) throws IOException {
    Path linux = Files.createTempFile(files.directory(), ".#", "");
    Path initrd = Files.createTempFile(files.directory(), ".#", "");
    BootFiles.copy(tree, kernel.image(), linux);
    BootFiles.copy(tree, kernel.initrd(), initrd);
    // Older stubs let the kernel unpack itself where it is: nothing may come behind it.
    List<PeSection> sections =
        List.of(
            PeSection.of(".osrel", system.text()),
            PeSection.of(".cmdline", options),
            PeSection.of(".uname", kernel.version()),
            PeSection.of(".initrd", initrd),
            PeSection.of(".linux", linux));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      stub.writeWith(sections, out);
    }
    Files.delete(linux);
    Files.delete(initrd);
  }

  private String name(Kernel kernel) {
    return image + "-" + kernel.version();
  }
}
