package jbuild.cli.store;

import java.util.List;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageRemoval;
import jbuild.runner.machine.RequiredPrivilege;

/** Removes images. */
final class RemoveVerb implements StoreVerb {
  private final StoreHost host;

  RemoveVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    List<ImageName> names = request.words().stream().map(ImageName::read).toList();
    RequiredPrivilege.check("cannot remove images");
    ImageRemoval removal = new ImageRemoval(host.store(request));
    for (ImageName name : names) {
      // Also where little else is said: part of what was asked for is left to the user.
      removal.remove(name).forEach(line -> request.err().println(Shown.text(line)));
    }
    return ExitStatus.DONE.code();
  }
}
