package jbuild.builder.oci.image;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Consumer;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Limits;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.Directories;

/** Makes the tree of an image: one layer after the other, each checked as it passes. */
public final class Unpacking {
  private static final int MODE_OF_ROOT = 0755;

  private Unpacking() {}

  /**
   * Fills an empty directory. After a failure it has a part of a tree that nobody vouches for.
   *
   * @param notices gets a line for everything that is left out
   */
  public static void unpack(
      OciImage image, Blobs blobs, Path directory, Limits limits, Consumer<String> notices) {
    try (ImageTree tree = ImageTree.open(directory)) {
      if (!Directories.entries(tree.root()).isEmpty()) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot unpack into " + directory,
            "it is not empty",
            "unpack into a new directory");
      }
      Attributes.setMode(tree.root(), MODE_OF_ROOT);
      for (int number = 0; number < image.parts().layers().size(); number++) {
        apply(image, number, blobs, tree, limits, notices);
      }
    }
  }

  private static void apply(
      OciImage image,
      int number,
      Blobs blobs,
      ImageTree tree,
      Limits limits,
      Consumer<String> notices) {
    Descriptor layer = image.parts().layers().get(number);
    Digest wanted = image.config().diffIds().get(number);
    MessageDigest expanded = wanted.hash();
    try (VerifiedStream in = new VerifiedStream(image.name(), blobs.open(layer), layer)) {
      String name = "layer " + layer.digest() + " of " + image.name();
      Archives.apply(name, in, expanded, tree, limits, notices);
      in.verify();
    } catch (IOException e) {
      throw new BadImage(image.name(), layer.digest() + " cannot be read: " + Reasons.of(e));
    }
    if (!wanted.isOf(expanded)) {
      throw new BadImage(image.name(), layer.digest() + " does not expand to " + wanted);
    }
  }
}
