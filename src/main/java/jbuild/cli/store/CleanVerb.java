package jbuild.cli.store;

import java.io.PrintWriter;
import java.util.List;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.StoreCleaning;
import jbuild.runner.machine.RequiredPrivilege;

/** Removes hidden images, or all, and says what that frees. */
final class CleanVerb implements StoreVerb {
  private final StoreHost host;

  CleanVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    RequiredPrivilege.check("cannot remove images");
    List<StoreCleaning.Cleaned> cleaned =
        new StoreCleaning(host.store(request)).clean(request.has(Setting.ALL));
    PrintWriter err = request.err();
    boolean isKnown = true;
    long sum = 0;
    for (StoreCleaning.Cleaned image : cleaned) {
      String removed = "Removed image '" + Shown.text(image.name().value()) + "'";
      if (image.freed().isPresent()) {
        long freed = image.freed().getAsLong();
        err.println(removed + ". Freed exclusive disk space: " + Figures.bytes(freed));
        sum += freed;
      } else {
        err.println(removed);
        isKnown = false;
      }
    }
    String total = "Removed " + cleaned.size() + " images in total.";
    err.println(
        isKnown ? total + " Total freed exclusive disk space: " + Figures.bytes(sum) + "." : total);
    return ExitStatus.DONE.code();
  }
}
