package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a document that is being composed, and where it was written. */
sealed interface Node {
  Origin origin();

  /** Without the origins. */
  Object plain();

  /** What has no parts: a text, a number, a truth value, a date. */
  record Scalar(Object value, Origin origin) implements Node {
    @Override
    public Object plain() {
      return value;
    }
  }

  /** A list. */
  record Items(List<Node> items, Origin origin) implements Node {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public List<Object> plain() {
      List<Object> plain = new ArrayList<>(items.size());
      for (Node item : items) {
        plain.add(item.plain());
      }
      return plain;
    }
  }

  /** A table. */
  record Fields(Map<String, Node> fields, Origin origin) implements Node {
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public Map<String, Object> plain() {
      Map<String, Object> plain = new LinkedHashMap<>();
      fields.forEach((name, field) -> plain.put(name, field.plain()));
      return plain;
    }

    Optional<Node> find(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /** The table of this name, when it is one. */
    Optional<Fields> table(String name) {
      return find(name).filter(Fields.class::isInstance).map(Fields.class::cast);
    }

    Fields with(String name, Node field) {
      Map<String, Node> more = new LinkedHashMap<>(fields);
      more.put(name, field);
      return new Fields(more, origin);
    }

    Fields without(String name) {
      Map<String, Node> fewer = new LinkedHashMap<>(fields);
      fewer.remove(name);
      return new Fields(fewer, origin);
    }
  }

  /** Of what TOML has. */
  static Node of(Object value, Origin origin) {
    if (value instanceof Map<?, ?> table) {
      Map<String, Node> fields = new LinkedHashMap<>();
      table.forEach(
          (name, field) -> fields.put((String) name, of(field, origin.in((String) name))));
      return new Fields(fields, origin);
    }
    if (value instanceof List<?> list) {
      List<Node> items = new ArrayList<>(list.size());
      for (Object item : list) {
        items.add(of(item, origin.in(String.valueOf(items.size()))));
      }
      return new Items(items, origin);
    }
    return new Scalar(value, origin);
  }

  /** The text, when it is one. */
  default Optional<String> text() {
    return this instanceof Scalar scalar && scalar.value() instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }
}
