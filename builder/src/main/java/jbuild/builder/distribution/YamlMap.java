package jbuild.builder.distribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A table of a file that has its shape: what is read from it is there and of the right kind. */
record YamlMap(Yaml.Table table) {
  static YamlMap of(Yaml.Value value) {
    return new YamlMap((Yaml.Table) value);
  }

  String text(String key) {
    return ((Yaml.Text) table.values().get(key)).text();
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** Empty when the key is missing. */
  List<String> texts(String key) {
    return items(key).stream().map(item -> ((Yaml.Text) item).text()).toList();
  }

  boolean has(String key) {
    return table.values().containsKey(key);
  }

  /** Empty when the key is missing. */
  YamlMap map(String key) {
    return has(key)
        ? of(table.values().get(key))
        : new YamlMap(new Yaml.Table(table.place(), Map.of(), Map.of()));
  }

  List<YamlMap> maps(String key) {
    return items(key).stream().map(YamlMap::of).toList();
  }

  /** All entries as texts, in the order of the file. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    table.values().forEach((key, value) -> texts.put(key, ((Yaml.Text) value).text()));
    return texts;
  }

  /** All entries, which are tables, in the order of the file. */
  <T> List<T> maps(BiFunction<String, YamlMap, T> read) {
    return table.values().entrySet().stream()
        .map(entry -> read.apply(entry.getKey(), of(entry.getValue())))
        .toList();
  }

  private List<Yaml.Value> items(String key) {
    return has(key) ? ((Yaml.Items) table.values().get(key)).values() : List.of();
  }
}
