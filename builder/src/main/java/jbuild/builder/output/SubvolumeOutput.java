package jbuild.builder.output;

import java.nio.file.Path;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/**
 * The image as a subvolume of btrfs, of which earlier builds are kept. The tree is not copied but
 * becomes the output, so this step comes after all others that read it.
 *
 * @param fileName in the output directory
 */
public record SubvolumeOutput(String fileName) implements Step {
  private static final int MODE = 0755;

  public SubvolumeOutput {
    Staging.checked(fileName);
  }

  /**
   * Makes the root of an image a subvolume where that is possible, so that what is built in it can
   * be kept, copied and removed at once.
   *
   * @param root not there yet
   * @param required whether there must be one
   */
  public static void prepare(Path root, boolean required) {
    try (Fd parent = Descriptors.onHost(BytePath.of(root.getParent().toString()))) {
      if (Btrfs.holds(parent)) {
        BytePath name = BytePath.of(root.getFileName().toString());
        Btrfs.make(parent, name);
        try (Fd made = Descriptors.child(parent, name, Descriptors.O_PATH)) {
          Attributes.setMode(made, MODE);
        }
      } else if (required) {
        throw new Failure(
            ExitStatus.HOST_CANNOT,
            "cannot make a subvolume in " + root.getParent().getParent(),
            "only btrfs has subvolumes, and this is another file system",
            "choose a directory on btrfs with --output-dir, for example one in the pool, which"
                + " 'jbuild pool' makes");
      }
    }
  }

  @Override
  public String name() {
    return "make subvolume " + fileName;
  }

  @Override
  public void run(Workspace workspace) {
    try (Fd root = Descriptors.onHost(BytePath.of(workspace.root().toString()))) {
      if (!Btrfs.isSubvolume(root)) {
        throw new IllegalStateException("the root was not prepared: " + workspace.root());
      }
      List<BytePath> below = Btrfs.below(root);
      if (!below.isEmpty()) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot keep " + fileName + " as a subvolume",
            "/" + below.get(0) + " in it is a subvolume of its own, which snapshots leave out",
            "make a directory there instead, or take the output \"directory\"");
      }
    }
    new DirectoryOutput(fileName).run(workspace);
  }
}
