package jbuild.cli.store;

import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageRename;
import jbuild.runner.machine.RequiredPrivilege;

/** Renames an image. */
final class RenameVerb implements StoreVerb {
  private final StoreHost host;

  RenameVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    ImageName old = ImageName.read(request.words().get(0));
    ImageName name = ImageName.readNew(request.words().get(1));
    RequiredPrivilege.check("cannot rename the image '" + old + "'");
    new ImageRename(host.store(request)).make(old, name);
    return ExitStatus.DONE.code();
  }
}
