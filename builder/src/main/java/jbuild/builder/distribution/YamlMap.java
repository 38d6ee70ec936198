package jbuild.builder.distribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A map of a YAML file, read with the types that its reader expects. */
final class YamlMap {
  private final String name;
  private final Map<?, ?> entries;

  YamlMap(String name, Object value) {
    this.name = name;
    this.entries = expect(Map.class, value, name);
  }

  String text(String key) {
    return expect(String.class, entries.get(key), name(key));
  }

  Optional<String> optionalText(String key) {
    return entries.containsKey(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** Empty when the key is missing. */
  List<String> texts(String key) {
    return list(key).stream().map(item -> expect(String.class, item, name(key))).toList();
  }

  YamlMap map(String key) {
    return new YamlMap(name(key), entries.get(key));
  }

  List<YamlMap> maps(String key) {
    return list(key).stream().map(item -> new YamlMap(name(key), item)).toList();
  }

  /** All entries as texts, in the order of the file. */
  <T> Map<String, T> values(Function<String, T> parse) {
    Map<String, T> values = new LinkedHashMap<>();
    for (Object key : entries.keySet()) {
      String word = expect(String.class, key, name);
      values.put(word, parse.apply(text(word)));
    }
    return values;
  }

  private List<?> list(String key) {
    return entries.containsKey(key) ? expect(List.class, entries.get(key), name(key)) : List.of();
  }

  private String name(String key) {
    return name + ": " + key;
  }

  private static <T> T expect(Class<T> type, Object value, String name) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          name + " is " + value + " instead of a " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
