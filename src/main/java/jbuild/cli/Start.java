package jbuild.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.nspawn.Option;
import jbuild.runner.nspawn.Section;

/**
 * What somebody typed who wants a machine to start.
 *
 * @param options those of systemd-nspawn, in the order in which they were typed
 * @param image the word that says which image
 * @param changes of the recipe, if the image is one's
 * @param output where images are
 * @param status the file for the {@link StatusFile}
 */
record Start(
    List<Given> options,
    Optional<String> image,
    RecipeChanges changes,
    Path output,
    Optional<Path> status) {
  /** An option with its value, which is empty when it has none. */
  record Given(Option option, String value) {}

  Start {
    options = List.copyOf(options);
  }

  /** Whether boot and run have the option. How texts are asked for is each verb's own. */
  static boolean takes(Option option) {
    return option.section() != Section.GENERIC
        || option.name().equals("quiet")
        || option.name().equals("settings");
  }
}
