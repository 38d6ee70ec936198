package jbuild.cli.store;

import java.util.List;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.SettingsPlaces;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Terminals;

/** Lets the user edit settings files of machines, each as a copy that replaces it at the end. */
final class EditVerb implements StoreVerb {
  private final StoreHost host;

  EditVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    if (request.original() && !isOnTerminal()) {
      throw new Wrong("Cannot edit machine settings if not on a tty.");
    }
    SettingsPlaces places = new SettingsPlaces(host.store(request).places());
    List<SettingsPlaces.Edited> files = request.words().stream().map(places::edited).toList();
    Editor editor = Editor.of(host.environment());
    for (SettingsPlaces.Edited edited : files) {
      String name = Shown.text(edited.file().toString());
      request.tell(
          editor.edit(edited)
              ? "Successfully installed edited file '" + name + "'."
              : "Editing \"" + name + "\" canceled: nothing was changed.");
    }
    return ExitStatus.DONE.code();
  }

  private static boolean isOnTerminal() {
    return Terminals.isTerminal(new Fd(0, "standard input"))
        && Terminals.isTerminal(new Fd(1, "standard output"));
  }
}
