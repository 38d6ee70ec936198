package jbuild.cli.store;

import jbuild.runner.Booleans;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageChanges;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.machine.RequiredPrivilege;

/** Forbids to write an image, or allows it again. */
final class ReadOnlyVerb implements StoreVerb {
  private final StoreHost host;

  ReadOnlyVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    String text = request.words().size() > 1 ? request.words().get(1) : "yes";
    boolean readOnly =
        Booleans.find(text)
            .orElseThrow(
                () ->
                    request.wrong(
                        "cannot use '" + text + "'",
                        "Failed to parse boolean argument: " + text,
                        "write yes or no"));
    ImageName name = ImageName.read(request.words().get(0));
    RequiredPrivilege.check("cannot mark the image '" + name + "'");
    new ImageChanges(host.store(request)).setReadOnly(name, readOnly);
    return ExitStatus.DONE.code();
  }
}
