package jbuild.cli.store;

import java.util.List;
import java.util.Optional;

/**
 * A program whose command line others know.
 *
 * @param verbs those that it has here, under their names there
 * @param defaultVerb what it does without words
 * @param foreign verbs that it has there only
 */
record Program(
    String name,
    List<Option> options,
    List<String> verbs,
    String defaultVerb,
    List<String> foreign,
    String help) {
  Program {
    options = List.copyOf(options);
    verbs = List.copyOf(verbs);
    foreign = List.copyOf(foreign);
  }

  Optional<Option> option(char letter) {
    return options.stream().filter(option -> option.letter() == letter).findFirst();
  }
}
