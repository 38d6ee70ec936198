package jbuild.cli.store;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.SettingsPlaces;
import jbuild.runner.image.store.SmallFile;

/** Shows settings files of machines, each below its path. */
final class CatVerb implements StoreVerb {
  private final StoreHost host;

  CatVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    SettingsPlaces places = new SettingsPlaces(host.store(request).places());
    PrintWriter out = request.out();
    int status = ExitStatus.DONE.code();
    for (String name : request.words()) {
      Optional<Path> file = places.find(name);
      if (file.isEmpty()) {
        // The others are shown all the same.
        request.err().println("No settings file found for machine '" + Shown.text(name) + "'.");
        status = ExitStatus.FAILED.code();
        continue;
      }
      out.println("# " + Shown.text(file.get().toString()));
      String text = new String(SmallFile.read(file.get()), StandardCharsets.UTF_8);
      text.lines().map(Shown::text).forEach(out::println);
    }
    return status;
  }
}
