package jbuild.builder.oci.image;

import java.io.IOException;
import java.io.InputStream;
import jbuild.runner.Reasons;

/** Where the parts of images are: a layout, or a registry. */
@FunctionalInterface
public interface Blobs {
  /** The bytes as they come; they may be others than wanted, too few or too many. */
  InputStream open(Descriptor blob);

  /**
   * A document, all of it and nothing else.
   *
   * @param name of the image, for messages
   */
  default byte[] document(String name, Descriptor blob) {
    if (blob.size() > Documents.LARGEST) {
      throw new BadImage(
          name, blob.digest() + " has " + blob.size() + " bytes: no document is that long");
    }
    try (VerifiedStream in = new VerifiedStream(name, open(blob), blob)) {
      byte[] document = in.readAllBytes();
      in.verify();
      return document;
    } catch (IOException e) {
      throw new BadImage(name, blob.digest() + " cannot be read: " + Reasons.of(e));
    }
  }
}
