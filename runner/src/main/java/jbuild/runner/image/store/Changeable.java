package jbuild.runner.image.store;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Which images a store may change. */
final class Changeable {
  private Changeable() {}

  /** The place of an image that is not the host's, the vendor's, or one of many versions. */
  static void check(StoredImage image, StorePlaces places, String what) {
    if (image.isHost()) {
      throw refused(what, "Read-only file system: it is the host itself", "name another image");
    }
    if (image.path().startsWith(places.vendor())) {
      throw refused(
          what,
          "Read-only file system: it belongs to the vendor of the host, below " + places.vendor(),
          "clone it, then change the clone");
    }
  }

  /** Also not one of many versions, which have no names of their own. */
  static void checkPlace(StoredImage image, StorePlaces places, String what) {
    check(image, places, what);
    if (!places.images().directories().contains(image.path().getParent())) {
      throw refused(
          what,
          "it is the newest version in " + image.path().getParent(),
          "change that directory, or clone the image");
    }
  }

  private static Failure refused(String what, String why, String fix) {
    return new Failure(ExitStatus.FAILED, what, why, fix);
  }
}
