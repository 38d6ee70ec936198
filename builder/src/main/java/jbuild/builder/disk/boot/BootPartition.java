package jbuild.builder.disk.boot;

import java.util.List;
import java.util.Objects;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/**
 * What firmware finds on a disk: a boot loader, and for each kernel of the image an entry in its
 * menu.
 *
 * @param image names the entries
 * @param architecture of the image, as its distribution calls it
 * @param unified whether each kernel is one program with its initrd and options
 */
public record BootPartition(String image, String architecture, boolean unified) {
  /** The newest kernel starts at once; a key that is held down shows the menu: loader.conf(5). */
  private static final String SETTINGS = "timeout 0\n";

  public BootPartition {
    Objects.requireNonNull(image);
    Objects.requireNonNull(architecture);
  }

  /** Takes from the image of the workspace what belongs on the partition. */
  public FatFiles files(Workspace workspace, KernelOptions options) {
    EfiProcessor processor =
        EfiProcessor.named(architecture)
            .orElseThrow(
                () ->
                    failure("no firmware is known for " + architecture, "leave disk.bootable out"));
    BootFiles files = new BootFiles(workspace.directory().resolve("esp"));
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      BootPrograms programs = new BootPrograms(tree, processor);
      files.add("EFI/BOOT/" + processor.fallback(), tree, programs.loader());
      files.add("EFI/systemd/" + processor.loader(), tree, programs.loader());
      files.add("loader/loader.conf", SETTINGS);
      BootEntries entries = new BootEntries(image, tree, programs, options.text(), files);
      List<Kernel> kernels = Kernel.in(tree);
      if (kernels.isEmpty()) {
        throw failure("it has no kernel", "name the package of one as disk.kernel");
      }
      kernels.forEach(unified ? entries::addUnified : entries::add);
    }
    return new FatFiles(files.directory(), files.paths());
  }

  static Failure failure(String why, String fix) {
    return new Failure(ExitStatus.FAILED, "cannot make the image bootable", why, fix);
  }
}
