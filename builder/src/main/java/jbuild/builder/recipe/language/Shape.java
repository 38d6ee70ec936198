package jbuild.builder.recipe.language;

import java.util.List;
import java.util.Optional;

/** What is known of a document's values without reading them: how they merge. */
public interface Shape {
  /** How two values of one place become one. */
  enum Kind {
    /** A table: key by key. */
    TABLE,
    /** Tables of which there can be several: appended. */
    TABLES,
    /** A list: what is new is added at the end. */
    LIST,
    /** Words that belong together: the later ones take the place of the earlier. */
    WORDS,
    /** Anything else: the later one. */
    VALUE
  }

  /** Of the value at a path without the indexes of items. */
  Kind kind(List<String> path);

  /** The key that tells one of several tables from the others. */
  Optional<String> identity(List<String> path);

  /** Keys of a table of which each takes the place of the others. */
  List<String> alternatives(List<String> path);

  /** Whether the text is a program of the shell, which has ${NAME} too. */
  boolean isShell(List<String> path);

  /** Whether a text within a value stays out of terminals and logs. */
  boolean isSecret(List<String> path);

  /** Whether the value can stand there. */
  boolean fits(List<String> path, Object value);
}
