package jbuild.builder.recipe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a value looks like to a program that knows TOML and nothing of recipes. */
sealed interface ValueForm {
  /** True or false. */
  record Truth() implements ValueForm {}

  /** A number without a fraction. */
  record Whole(int least, int most) implements ValueForm {}

  /**
   * A text.
   *
   * @param words all that it can be; any number when there are none
   * @param pattern what matches all of it, as regular expressions are written in most languages
   * @param longest of how many characters
   */
  record Text(List<String> words, Optional<String> pattern, int longest) implements ValueForm {
    public Text {
      words = List.copyOf(words);
    }

    /** Any text. */
    public Text() {
      this(List.of(), Optional.empty(), Integer.MAX_VALUE);
    }
  }

  /**
   * A list.
   *
   * @param some whether it is not empty
   * @param different whether no item is there twice
   */
  record Several(ValueForm item, boolean some, boolean different) implements ValueForm {}

  /** One of several forms. */
  record Either(List<ValueForm> forms) implements ValueForm {
    public Either {
      forms = List.copyOf(forms);
    }
  }

  /** A table with exactly one of these names, and a text. */
  record One(List<String> names) implements ValueForm {
    public One {
      names = List.copyOf(names);
    }
  }

  /**
   * A table.
   *
   * @param names that can be in it; any when there are none
   */
  record Named(ValueForm value, List<String> names) implements ValueForm {
    public Named {
      names = List.copyOf(names);
    }

    /** One in which names are free. */
    public Named(ValueForm value) {
      this(value, List.of());
    }
  }

  /** Tables as those of a recipe. */
  record Tables() implements ValueForm {}

  static ValueForm words(String... words) {
    return new Text(List.of(words), Optional.empty(), Integer.MAX_VALUE);
  }

  static ValueForm one(String... names) {
    return new One(List.of(names));
  }

  /** A text that the pattern matches. */
  static ValueForm matching(String pattern) {
    return new Text(List.of(), Optional.of(pattern), Integer.MAX_VALUE);
  }

  /** All words that a value of this form can be, or be made of; none when there are too many. */
  default List<String> choices() {
    if (this instanceof Truth) {
      return List.of("true", "false");
    }
    if (this instanceof Text text) {
      return text.words();
    }
    if (this instanceof Several list) {
      return list.item().choices();
    }
    return this instanceof Either either
        ? either.forms().stream().map(ValueForm::choices).flatMap(List::stream).toList()
        : List.<String>of();
  }

  /** Any of these forms, once each. */
  static List<ValueForm> flat(ValueForm form) {
    return form instanceof Either either
        ? either.forms().stream().map(ValueForm::flat).flatMap(List::stream).toList()
        : Stream.of(form).toList();
  }
}
