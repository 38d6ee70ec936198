package jbuild.builder.disk.boot;

import java.nio.charset.StandardCharsets;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;

/**
 * Makes what each kernel of the image finds its system with, by initramfs-tools(7): once, when
 * nothing else changes the image any more.
 *
 * @param fileSystem of the partition with /
 */
public record MakeInitrd(String fileSystem) implements Step {
  private static final String PROGRAM = "/usr/sbin/update-initramfs";
  private static final String HOME = "/usr/share/initramfs-tools/";

  /**
   * The machine that builds is not the one that boots: neither its modules nor its swap space say
   * anything. Files in /etc come later, so that recipes have the last word.
   */
  private static final String SETTINGS = "MODULES=most\nRESUME=none\n";

  @Override
  public String name() {
    return "make the initrd";
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      if (Kernel.in(tree).isEmpty()) {
        throw BootPartition.failure("it has no kernel", "name the package of one as disk.kernel");
      }
      if (!tree.exists(PROGRAM)) {
        throw BootPartition.failure(
            "it has no " + PROGRAM, "do not remove the package initramfs-tools");
      }
      write(tree, HOME + "conf.d/jbuild", SETTINGS);
      // Of its own accord it takes modules for disks, but not for all file systems on them.
      write(tree, HOME + "modules.d/jbuild", fileSystem + "\n");
    }
    workspace
        .sandbox()
        .run(
            Command.in(workspace.root(), "update-initramfs", "-c", "-k", "all")
                .with("LC_ALL", "C.UTF-8")
                .with("SOURCE_DATE_EPOCH", FatFiles.EPOCH),
            workspace.progress()::detail);
  }

  private static void write(ImageTree tree, String path, String text) {
    tree.write(path, text.getBytes(StandardCharsets.US_ASCII), 0644, 0, 0);
  }
}
