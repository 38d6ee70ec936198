package jbuild.builder.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.builder.archive.Limits;
import jbuild.builder.oci.image.Blobs;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.ImageLayout;
import jbuild.builder.oci.image.LaunchSettings;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.builder.oci.image.OciImage;
import jbuild.builder.oci.image.Platform;
import jbuild.builder.oci.image.Unpacking;
import jbuild.builder.plan.Progress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.NewImage;
import jbuild.runner.image.store.StoredImage;

/** Makes an image of one of a layout: its tree, and beside it how its maker wants it started. */
public final class OciImport {
  private OciImport() {}

  /** The tree appears when all of it is what the layout promises. */
  public static StoredImage run(LayoutReference reference, ImportPlan plan) {
    try (ImageLayout layout = ImageLayout.open(reference.layout());
        NewImage image = plan.begin()) {
      OciImage found = layout.find(reference.tag(), Platform.host());
      fill(found, layout, image, plan.progress());
      return image.publish(ImageType.DIRECTORY, plan.readOnly());
    }
  }

  /** Makes the tree of an image, and its settings. */
  static void fill(OciImage found, Blobs blobs, NewImage image, Progress progress) {
    found.foreignTo(Platform.host()).ifPresent(progress::detail);
    Path tree = image.tree();
    Unpacking.unpack(
        found, blob -> interruptible(blobs, blob, image), tree, Limits.STANDARD, progress::detail);
    String settings = LaunchSettings.text(found.config().launch(), progress::detail);
    write(image.sidecar(".nspawn"), settings);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + file,
          Reasons.of(e),
          "free some space on its file system, then try again");
    }
  }

  private static InputStream interruptible(Blobs blobs, Descriptor blob, NewImage image) {
    return new FilterInputStream(blobs.open(blob)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        image.checkpoint();
        return super.read(buffer, offset, length);
      }
    };
  }
}
