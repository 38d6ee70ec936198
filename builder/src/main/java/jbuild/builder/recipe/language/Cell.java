package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One image of a matrix.
 *
 * @param words what is chosen, by the name of the axis
 * @param suffix what the image's name ends with; empty when there is only one
 */
record Cell(Map<String, Node.Scalar> words, String suffix) {
  /** The only image of a recipe without a matrix. */
  static final Cell ONLY = new Cell(Map.of(), "");

  Cell {
    words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
  }

  /** Named after what differs. */
  static Cell of(Map<String, Node.Scalar> words, Set<String> differing) {
    List<String> parts = new ArrayList<>();
    words.forEach(
        (axis, word) -> {
          String part = part(String.valueOf(word.value()));
          if (differing.contains(axis) && !part.isEmpty()) {
            parts.add(part);
          }
        });
    return new Cell(words, String.join("-", parts));
  }

  /** As names of images allow it. */
  private static String part(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  Optional<Node.Scalar> word(String axis) {
    return Optional.ofNullable(words.get(axis));
  }

  boolean has(String axis, String word) {
    return word(axis).filter(chosen -> chosen.value().equals(word)).isPresent();
  }

  /** As somebody would ask for it. */
  String shown() {
    List<String> all = new ArrayList<>();
    words.forEach((axis, word) -> all.add(axis + "=" + word.value()));
    return String.join(" ", all);
  }

  /** What it says of the image, whose name is known by then. */
  List<Node.Fields> documents(Optional<Node.Scalar> name) {
    List<Node.Fields> documents = new ArrayList<>();
    Map.of("distribution", "name", "release", "release", "architecture", "architecture")
        .forEach(
            (axis, key) ->
                word(axis).ifPresent(word -> documents.add(document("distribution", key, word))));
    name.ifPresent(text -> documents.add(document("image", "name", text)));
    return documents;
  }

  private static Node.Fields document(String table, String key, Node.Scalar word) {
    Node.Fields keys = new Node.Fields(Map.of(key, word), word.origin());
    return new Node.Fields(Map.of(table, keys), word.origin());
  }
}
