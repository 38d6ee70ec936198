package jbuild.builder.oci.image;

import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** An image that is damaged, or that says what no image may say. */
public final class BadImage extends Failure {
  private static final long serialVersionUID = 1L;

  public BadImage(String name, String why) {
    this(name, why, List.of());
  }

  BadImage(String name, String why, List<String> details) {
    super(
        ExitStatus.FAILED,
        "cannot use the image " + name,
        why,
        "get the image again from a place you trust",
        details,
        null);
  }
}
