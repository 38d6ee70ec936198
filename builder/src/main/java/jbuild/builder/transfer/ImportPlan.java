package jbuild.builder.transfer;

import jbuild.builder.plan.Progress;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.NewImage;

/**
 * What an import is to come to.
 *
 * @param force whether an image of that name is replaced
 * @param readOnly whether the image is not to be written
 */
public record ImportPlan(
    ImageStore store, ImageName name, boolean force, boolean readOnly, Progress progress) {
  NewImage begin() {
    return NewImage.begin(store, name, force);
  }
}
