package jbuild.builder.transfer;

import jbuild.builder.oci.image.OciImage;
import jbuild.builder.oci.image.Platform;
import jbuild.builder.oci.registry.Client;
import jbuild.builder.oci.registry.ImageReference;
import jbuild.builder.oci.registry.Registry;
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
      OciImage found =
          OciImage.find(reference.toString(), registry::open, registry.resolve(), Platform.host());
      OciImport.fill(found, registry::open, image, plan.progress());
      return image.publish(ImageType.DIRECTORY, plan.readOnly());
    }
  }
}
