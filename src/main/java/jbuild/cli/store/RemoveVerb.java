package jbuild.cli.store;

import java.util.ArrayList;
import java.util.List;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
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
    List<Failure> failures = new ArrayList<>();
    for (ImageName name : names) {
      try {
        // Also where little else is said: part of what was asked for is left to the user.
        removal.remove(name).forEach(line -> request.err().println(Shown.text(line)));
      } catch (Failure failure) {
        // machinectl leaves the rest alone.
        if (request.original()) {
          throw failure;
        }
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.size() == 1 ? failures.get(0) : together(failures, names.size());
    }
    return ExitStatus.DONE.code();
  }

  private static Failure together(List<Failure> failures, int images) {
    return new Failure(
        failures.get(0).status(),
        "cannot remove %d of the %d images".formatted(failures.size(), images),
        "the lines above say why, of each",
        "'jbuild images --all' lists those that there are; the others are removed",
        failures.stream().map(failure -> failure.what() + ": " + failure.why()).toList(),
        failures.get(0));
  }
}
