package jbuild.builder.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.builder.archive.Limits;
import jbuild.builder.oci.image.Blobs;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.LaunchSettings;
import jbuild.builder.oci.image.OciImage;
import jbuild.builder.oci.image.Platform;
import jbuild.builder.oci.image.Unpacking;
import jbuild.builder.oci.registry.Client;
import jbuild.builder.oci.registry.ImageReference;
import jbuild.builder.oci.registry.Registry;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.NewImage;
import jbuild.runner.image.store.StoredImage;

/** Makes an image of one in a registry: its tree, and beside it how its maker wants it started. */
public final class OciPull {
  private OciPull() {}

  /** The tree appears when all of it has arrived and is what the registry has promised. */
  public static StoredImage run(ImageReference reference, Client client, ImportPlan plan) {
    try (NewImage image = plan.begin()) {
      Registry registry = client.pulling(reference);
      String name = reference.toString();
      Blobs blobs = blob -> interruptible(registry, blob, image);
      OciImage found = OciImage.find(name, blobs, registry.resolve(), Platform.host());
      found.foreignTo(Platform.host()).ifPresent(plan.progress()::detail);
      Path tree = image.tree();
      Unpacking.unpack(found, blobs, tree, Limits.STANDARD, plan.progress()::detail);
      String settings = LaunchSettings.text(found.config().launch(), plan.progress()::detail);
      write(image.sidecar(".nspawn"), settings);
      return image.publish(ImageType.DIRECTORY, plan.readOnly());
    }
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

  private static InputStream interruptible(Registry registry, Descriptor blob, NewImage image) {
    return new FilterInputStream(registry.open(blob)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        image.checkpoint();
        return super.read(buffer, offset, length);
      }
    };
  }
}
