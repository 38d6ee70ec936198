package jbuild.cli.store;

import jbuild.runner.ExitStatus;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.image.store.ImageClone;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.StoredImage;
import jbuild.runner.machine.RequiredPrivilege;

/** Clones an image, and says in a word how. */
final class CloneVerb implements StoreVerb {
  private final StoreHost host;

  CloneVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    ImageName original = ImageName.read(request.words().get(0));
    ImageName twin = ImageName.readNew(request.words().get(1));
    RequiredPrivilege.check("cannot clone the image '" + original + "'");
    ImageStore store = host.store(request);
    if (store.find(original).filter(StoredImage::isWritten).isPresent()) {
      request.tell(
          "'" + original + "' is in use: what is written meanwhile is in the clone or not.");
    }
    CloneMethod method = new ImageClone(store).make(original, twin, request.has(Setting.READ_ONLY));
    request.tell("Cloned " + original + " as " + twin + ": " + method + ".");
    return ExitStatus.DONE.code();
  }
}
