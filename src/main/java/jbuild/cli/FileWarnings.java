package jbuild.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import jbuild.builder.oci.image.LaunchSettings;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.cli.progress.Shown;
import jbuild.runner.nspawn.Draft;
import jbuild.runner.nspawn.SettingsFiles;
import jbuild.runner.nspawn.SettingsMerge;
import jbuild.runner.nspawn.Target;
import jbuild.runner.settings.Source.Kind;

/** What a machine's settings file says in vain, for whoever starts the machine. */
final class FileWarnings {
  private FileWarnings() {}

  /**
   * Adds the file to what the options say.
   *
   * @return the words that start the machine: those typed, or the file's
   */
  static List<String> apply(Draft draft, Target target, List<String> words, PrintWriter err) {
    SettingsMerge.Result merged =
        SettingsMerge.apply(SettingsFiles.of(draft), draft, target, words);
    show(merged, err);
    // Most images are trees, of which nothing needs to be looked at.
    Optional<LayoutReference> layout =
        draft.keepsEntrypoint() && target.kind() == Kind.ARCHIVE
            ? LayoutReference.of(target.path())
            : Optional.empty();
    if (layout.isEmpty()) {
      return merged.words();
    }
    byte[] own = LaunchSettings.ofLayout(layout.get(), line -> err.println(Shown.text(line)));
    SettingsMerge.Result both = SettingsMerge.applyOwn(target.path(), own, draft, merged.words());
    show(both, err);
    return both.words();
  }

  private static void show(SettingsMerge.Result merged, PrintWriter err) {
    for (String warning : merged.warnings()) {
      // Whoever wrote the file may not be whoever reads this.
      err.println(Shown.text(warning));
    }
  }
}
