package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.text.JsonText;

/**
 * The language of recipes as a JSON Schema (draft 2020-12), for editors and other programs. It is
 * made from the table of keys, so that it cannot drift from it.
 */
public final class RecipeSchema {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final String TABLE = "table.";
  private static final String WHEN = "when";
  private static final String PART = "part";

  /** What a recipe says of these is decided before any condition is. */
  private static final List<Table> BEFORE_CONDITIONS =
      List.of(Table.DISTRIBUTION, Table.MATRIX, Table.PROFILE);

  private final DistributionProfiles profiles;
  private final RecipeShape shape = new RecipeShape();
  private final ValueSchema values = new ValueSchema();

  public RecipeSchema(DistributionProfiles profiles) {
    this.profiles = profiles;
  }

  /** Of a recipe by itself; what is included elsewhere may leave out what is required here. */
  public String whole() {
    Map<String, Object> schema = head("A recipe of jbuild");
    schema.putAll(document(false));
    schema.put(
        "if",
        ValueSchema.object(
            "not",
            ValueSchema.object(
                "anyOf", List.of(in("include"), in("profiles"), has(Table.MATRIX)))));
    Map<String, Object> then = new LinkedHashMap<>();
    then.put("required", List.of(Table.IMAGE.word(), Table.DISTRIBUTION.word()));
    Map<String, Object> required = new LinkedHashMap<>();
    for (Table table : List.of(Table.IMAGE, Table.DISTRIBUTION)) {
      required.put(table.word(), ValueSchema.object("required", requiredKeys(table)));
    }
    then.put("properties", required);
    schema.put("then", then);
    return text(schema);
  }

  /** Of a file that recipes include, of a profile, and of what somebody has beside a recipe. */
  public String part() {
    Map<String, Object> schema = head("A part of a recipe of jbuild");
    schema.put("$ref", "#/$defs/" + PART);
    return text(schema);
  }

  private String text(Map<String, Object> schema) {
    Map<String, Object> definitions = new LinkedHashMap<>(values.definitions());
    definitions.put(WHEN, when());
    for (Table table : Table.values()) {
      definitions.put(TABLE + table.word(), table(table));
    }
    definitions.put(PART, document(true));
    schema.put("$defs", definitions);
    return JsonText.lines(schema);
  }

  private static Map<String, Object> head(String title) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("$schema", DRAFT);
    head.put("title", title);
    return head;
  }

  private static Map<String, Object> has(Table table) {
    return ValueSchema.object("required", List.of(table.word()));
  }

  /** Whether the key is among those of the image. */
  private static Map<String, Object> in(String key) {
    return ValueSchema.object(
        "required",
        List.of(Table.IMAGE.word()),
        "properties",
        ValueSchema.object(Table.IMAGE.word(), ValueSchema.object("required", List.of(key))));
  }

  private static List<String> requiredKeys(Table table) {
    return Key.of(table).stream().filter(key -> key.fallback().isEmpty()).map(Key::name).toList();
  }

  private Map<String, Object> document(boolean isPart) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Table table : Table.values()) {
      if (table.path().size() == 1) {
        properties.put(table.word(), place(table));
      }
    }
    if (isPart) {
      properties.put(WHEN, ValueSchema.reference(WHEN));
    }
    return closed(properties);
  }

  private static Map<String, Object> closed(Map<String, Object> properties) {
    Map<String, Object> closed = new LinkedHashMap<>();
    closed.put("type", "object");
    closed.put("properties", properties);
    closed.put("additionalProperties", false);
    return closed;
  }

  /** Where the table may stand: once, several times, or as an edit of inherited ones. */
  private Map<String, Object> place(Table table) {
    Map<String, Object> one = ValueSchema.reference(TABLE + table.word());
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("description", table.doc());
    if (table.repeated()) {
      Map<String, Object> item =
          ValueSchema.text(new ValueForm.Text()); // The name of one that goes.
      place.put("anyOf", List.of(ValueSchema.list(one), ValueSchema.edit(one, item)));
    } else if (BEFORE_CONDITIONS.contains(table) || table.isFree()) {
      place.putAll(one);
    } else {
      Map<String, Object> several = new LinkedHashMap<>(ValueSchema.list(one));
      several.put("contains", ValueSchema.object("required", List.of(WHEN)));
      place.put("anyOf", List.of(one, several));
    }
    return place;
  }

  private Map<String, Object> table(Table table) {
    if (table.isFree()) {
      Map<String, Object> free = new LinkedHashMap<>();
      free.put("type", "object");
      free.put("propertyNames", values.of(Grammar.VARIABLE_NAME.form()));
      free.put("additionalProperties", key(Key.of(table).get(0)));
      return free;
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    Key.of(table).forEach(key -> properties.put(key.name(), key(key)));
    for (Table inner : Table.values()) {
      if (inner.path().size() == 2 && inner.path().get(0).equals(table.word())) {
        properties.put(inner.path().get(1), place(inner));
      }
    }
    if (!BEFORE_CONDITIONS.contains(table)) {
      properties.put(WHEN, ValueSchema.reference(WHEN));
    }
    Map<String, Object> schema = closed(properties);
    List<String> needed =
        table.repeated() ? table.identity().map(List::of).orElse(requiredKeys(table)) : List.of();
    if (!needed.isEmpty()) {
      schema.put("required", needed);
    }
    List<Object> together = pairs(shape.alternatives(table.path()));
    if (!together.isEmpty()) {
      schema.put("not", ValueSchema.object("anyOf", together));
    }
    return schema;
  }

  /** Any two of these keys. */
  private static List<Object> pairs(List<String> names) {
    List<Object> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        pairs.add(ValueSchema.object("required", List.of(names.get(i), names.get(j))));
      }
    }
    return pairs;
  }

  private Map<String, Object> key(Key<?> key) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", key.doc() + " Default: " + key.shownFallback() + ".");
    boolean isEdited = key.type().items().isPresent() && !key.equals(LanguageKeys.INCLUDE);
    schema.putAll(isEdited ? values.edited(key.type().form()) : values.of(key.type().form()));
    examples(key).ifPresent(words -> schema.put("examples", words));
    return schema;
  }

  /** Words that are known, among others. */
  private Optional<List<String>> examples(Key<?> key) {
    if (key.equals(Key.DISTRIBUTION)) {
      return Optional.of(List.copyOf(profiles.names()));
    }
    return key.equals(Key.RELEASE)
        ? Optional.of(List.copyOf(new RecipeWorld(profiles).releases()))
        : Optional.empty();
  }

  /** What must be so for a table to count. */
  private static Map<String, Object> when() {
    Map<String, Object> word = ValueSchema.object("type", "string", "pattern", "\\S");
    Map<String, Object> words =
        ValueSchema.object(
            "anyOf",
            List.of(word, ValueSchema.object("type", "array", "items", word, "minItems", 1)));
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String fact : List.of("distribution", "release", "architecture")) {
      properties.put(fact, words);
    }
    Map<String, Object> when = closed(properties);
    when.put("minProperties", 1);
    when.put("description", "What must be so for the table to count; ! in front of a word: not.");
    return when;
  }
}
