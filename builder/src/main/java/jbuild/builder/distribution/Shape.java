package jbuild.builder.distribution;

import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import jbuild.builder.repository.PinnedKey;

/**
 * What a table of a profile may have in it.
 *
 * @param required the keys that cannot be left out
 */
record Shape(Map<String, Shape.Kind> keys, Set<String> required) {
  static final Kind WORD = new Text("a word", text -> text.matches("[A-Za-z0-9][A-Za-z0-9+._:-]*"));
  static final Kind LINE =
      new Text(
          "a text on one line",
          text -> !text.isBlank() && text.chars().noneMatch(Character::isISOControl));
  static final Kind PATH =
      new Text("an absolute path in the image", text -> text.matches("(/[A-Za-z0-9@._+-]+)+"));
  static final Kind URL = new Text("an http:// or https:// address", Shape::isUrl);
  static final Kind DAY = new Text("a day in quotes, as \"2026-03-31\"", Shape::isDay);
  static final Kind FINGERPRINT =
      new Text("a fingerprint of 40 hexadecimal digits in capitals", PinnedKey::isFingerprint);

  Shape {
    keys = Map.copyOf(keys);
    required = Set.copyOf(required);
  }

  private static boolean isDay(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static Shape empty() {
    return new Shape(Map.of(), Set.of());
  }

  Shape with(String key, Kind kind) {
    Map<String, Kind> more = new LinkedHashMap<>(keys);
    more.put(key, kind);
    return new Shape(more, required);
  }

  Shape requiring(String key, Kind kind) {
    Set<String> more = new LinkedHashSet<>(required);
    more.add(key);
    return new Shape(with(key, kind).keys, more);
  }

  /** What a value can be. */
  sealed interface Kind {}

  /**
   * A text.
   *
   * @param expected completes the sentence "write ..."
   */
  record Text(String expected, Predicate<String> fits) implements Kind {}

  static Kind oneOf(List<String> words) {
    return new Text("one of " + String.join(", ", words), words::contains);
  }

  /** A list of values of one kind. */
  record Items(Kind kind) implements Kind {}

  /** A table whose keys are names that the profile gives. */
  record Named(Kind kind) implements Kind {}

  /** A table with these keys. */
  record Table(Shape shape) implements Kind {}

  private static boolean isUrl(String text) {
    try {
      URI address = URI.create(text);
      return address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
