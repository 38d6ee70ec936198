package jbuild.builder.recipe.language;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A word of the command line that sets one key, for example {@code image.version=2}. */
final class Setting {
  private static final Path PLACE = Path.of("--set");

  private Setting() {}

  /** The document that it stands for. */
  static Node.Fields document(String word, Shape shape, Problems problems) {
    Source source = new Source(PLACE, word);
    int equals = word.indexOf('=');
    List<String> path =
        equals < 0 ? List.of() : List.of(word.substring(0, equals).split("\\.", -1));
    if (path.isEmpty() || !path.stream().allMatch(Setting::isName)) {
      problems.report(
          Origin.of(source),
          "this is not KEY=VALUE",
          "write for example --set image.version=2, or --set 'packages.install=[\"vim\"]'");
      return new Node.Fields(Map.of(), Origin.of(source));
    }
    List<Origin> origins = new ArrayList<>(List.of(Origin.of(source)));
    path.forEach(name -> origins.add(origins.get(origins.size() - 1).in(name)));
    Object value = value(path, word.substring(equals + 1), shape);
    Node node = Node.of(value, origins.get(path.size()));
    for (int i = path.size() - 1; i >= 0; i--) {
      node = new Node.Fields(Map.of(path.get(i), node), origins.get(i));
    }
    return (Node.Fields) node;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(
                c ->
                    c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || c == '-'
                        || c == '_');
  }

  /** As TOML has it, if the key can be that; else the text itself, if need be as an only item. */
  private static Object value(List<String> path, String text, Shape shape) {
    Optional<Object> toml = toml(text);
    boolean hasParts =
        toml.filter(value -> value instanceof Map<?, ?> || value instanceof List<?>).isPresent();
    if (hasParts || toml.filter(value -> shape.fits(path, value)).isPresent()) {
      return toml.get();
    }
    String word = toml.filter(String.class::isInstance).map(String.class::cast).orElse(text);
    if (shape.fits(path, word)) {
      return word;
    }
    return shape.fits(path, List.of(word)) ? List.of(word) : toml.orElse(text);
  }

  private static Optional<Object> toml(String text) {
    try {
      Map<String, Object> table = Toml.parse(new Source(PLACE, "value = " + text));
      return table.size() == 1 ? Optional.ofNullable(table.get("value")) : Optional.empty();
    } catch (RecipeFailure e) {
      return Optional.empty(); // A text without quotes.
    }
  }
}
