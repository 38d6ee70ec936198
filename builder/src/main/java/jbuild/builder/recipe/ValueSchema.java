package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Forms of values as JSON Schema. In a recipe each text can have variables in it. */
final class ValueSchema {
  private static final String VARIABLES = "with-variables";
  private static final String REFERENCE = "$ref";

  /** What others refer to. */
  Map<String, Object> definitions() {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("type", "string");
    variables.put("pattern", "\\$\\{");
    return object(VARIABLES, variables);
  }

  /** In this order: the same schema has the same bytes. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  static Map<String, Object> reference(String definition) {
    return object(REFERENCE, "#/$defs/" + definition);
  }

  Map<String, Object> of(ValueForm form) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (form instanceof ValueForm.Truth) {
      schema.put("type", "boolean");
    } else if (form instanceof ValueForm.Whole number) {
      schema.put("type", "integer");
      schema.put("minimum", number.least());
      schema.put("maximum", number.most());
    } else if (form instanceof ValueForm.Text text) {
      return text(text);
    } else if (form instanceof ValueForm.Several list) {
      return list(list);
    } else if (form instanceof ValueForm.Either either) {
      schema.put("anyOf", either.forms().stream().map(this::of).toList());
    } else if (form instanceof ValueForm.Named named) {
      schema.put("type", "object");
      schema.put("minProperties", 1);
      schema.put("additionalProperties", of(named.value()));
      if (!named.names().isEmpty()) {
        schema.put("propertyNames", object("enum", named.names()));
      }
    } else if (form instanceof ValueForm.One one) {
      return one(one);
    } else {
      return reference("part");
    }
    return schema;
  }

  /** A list that an inherited one can become by an edit, too. */
  Map<String, Object> edited(ValueForm form) {
    if (form instanceof ValueForm.Several list) {
      Map<String, Object> item = of(list.item());
      return object("anyOf", List.of(list(list), edit(item, item)));
    }
    return of(form);
  }

  /** What changes an inherited list. */
  static Map<String, Object> edit(Map<String, Object> added, Map<String, Object> removed) {
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("type", "object");
    change.put("properties", object("append", list(added), "remove", list(removed)));
    change.put("additionalProperties", false);
    change.put("minProperties", 1);
    Map<String, Object> replacement = new LinkedHashMap<>();
    replacement.put("type", "object");
    replacement.put("properties", object("replace", list(added)));
    replacement.put("additionalProperties", false);
    replacement.put("required", List.of("replace"));
    return object("anyOf", List.of(change, replacement));
  }

  static Map<String, Object> list(Map<String, Object> item) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("items", item);
    return list;
  }

  private Map<String, Object> list(ValueForm.Several form) {
    Map<String, Object> list = list(of(form.item()));
    if (form.some()) {
      list.put("minItems", 1);
    }
    if (form.different()) {
      list.put("uniqueItems", true);
    }
    return list;
  }

  static Map<String, Object> text(ValueForm.Text form) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("type", "string");
    List<Object> shapes = new ArrayList<>();
    if (!form.words().isEmpty()) {
      shapes.add(object("enum", form.words()));
    }
    form.pattern().ifPresent(pattern -> shapes.add(pattern(pattern, form.longest())));
    if (!shapes.isEmpty()) {
      shapes.add(reference(VARIABLES));
      text.put("anyOf", shapes);
    }
    return text;
  }

  private static Map<String, Object> pattern(String pattern, int longest) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("pattern", "^(?:" + pattern + ")$");
    if (longest < Integer.MAX_VALUE) {
      text.put("maxLength", longest);
    }
    return text;
  }

  private static Map<String, Object> one(ValueForm.One form) {
    Map<String, Object> properties = new LinkedHashMap<>();
    Stream<String> names = form.names().stream();
    names.forEach(name -> properties.put(name, object("type", "string", "minLength", 1)));
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("type", "object");
    one.put("properties", properties);
    one.put("additionalProperties", false);
    one.put("minProperties", 1);
    one.put("maxProperties", 1);
    return one;
  }
}
