package jbuild.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.nspawn.Argument;
import jbuild.runner.nspawn.Option;
import jbuild.runner.nspawn.Options;

/**
 * Reads the words after boot or run without picocli, which takes a fifth of a start.
 *
 * <p>Only what is plain. The rest is picocli's, which knows the same options: help, mistakes, and
 * the rarer ways to write them.
 */
final class PlainStart {
  private final List<String> words;
  private final List<Start.Given> given = new ArrayList<>();
  private Optional<String> image = Optional.empty();
  private String output = OutputDirectory.DEFAULT;
  private Optional<Path> status = Optional.empty();
  private int next;

  private PlainStart(List<String> words) {
    this.words = words;
  }

  /** Empty when something is not plain. */
  static Optional<Start> read(List<String> words) {
    PlainStart start = new PlainStart(words);
    while (start.next < words.size()) {
      if (!start.takeWord(words.get(start.next++))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Start(
            start.given, start.image, RecipeChanges.NONE, Path.of(start.output), start.status));
  }

  private boolean takeWord(String word) {
    if (!word.startsWith("-")) {
      boolean isFirst = image.isEmpty() && !word.isEmpty();
      image = Optional.of(word);
      return isFirst;
    }
    int equals = word.indexOf('=');
    if (equals < 0) {
      return takeOption(word);
    }
    String value = word.substring(equals + 1);
    return word.startsWith("--") && takeOption(word.substring(0, equals), value);
  }

  private boolean takeOption(String name) {
    for (Option option : Options.known()) {
      if (option.argument() == Argument.NONE && isCalled(option, name)) {
        given.add(new Start.Given(option, ""));
        return true;
      }
    }
    return next < words.size()
        && !words.get(next).startsWith("-")
        && takeOption(name, words.get(next++));
  }

  private boolean takeOption(String name, String value) {
    if (value.isEmpty()) {
      return false;
    }
    if (name.equals(OutputDirectory.NAME)) {
      output = value;
      return true;
    }
    if (name.equals(StatusFile.NAME)) {
      status = Optional.of(Path.of(value));
      return true;
    }
    for (Option option : Options.known()) {
      if (option.argument() != Argument.NONE && isCalled(option, name)) {
        given.add(new Start.Given(option, value));
        return true;
      }
    }
    return false;
  }

  private static boolean isCalled(Option option, String name) {
    return Start.takes(option) && option.spellings().contains(name);
  }
}
