package jbuild.builder.distribution;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML becomes values that know where they stand. The only class that sees its library. */
final class Yaml {
  /** A profile needs none; each could multiply what the file has. */
  private static final int MOST_ALIASES = 0;

  private static final int DEEPEST = 20;

  private Yaml() {}

  /** A part of a file. */
  sealed interface Value {
    /** As messages show it: line and column from 1. */
    String place();
  }

  /** A text, a number or a truth value: all are texts here, as they are written. */
  record Text(String place, String text) implements Value {}

  record Items(String place, List<Value> values) implements Value {}

  /** In the order of the file. */
  record Table(String place, Map<String, Value> values, Map<String, String> places)
      implements Value {}

  /** A file that is no YAML. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;

    Malformed(String place, String why) {
      super(why);
      this.place = place;
    }

    String place() {
      return place;
    }
  }

  static Value read(String text) throws Malformed {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    try {
      Node node =
          new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (node == null) {
        throw new Malformed("1:1", "the file is empty");
      }
      return value(node);
    } catch (MarkedYAMLException e) {
      throw new Malformed(place(e.getProblemMark()), String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      throw new Malformed("1:1", e.getMessage().lines().findFirst().orElse("it is no YAML"));
    }
  }

  private static Value value(Node node) throws Malformed {
    String place = place(node.getStartMark());
    if (node instanceof ScalarNode scalar) {
      return new Text(place, scalar.getValue());
    }
    if (node instanceof SequenceNode sequence) {
      List<Value> values = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        values.add(value(item));
      }
      return new Items(place, values);
    }
    return table(place, (MappingNode) node);
  }

  private static Table table(String place, MappingNode node) throws Malformed {
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    for (NodeTuple entry : node.getValue()) {
      String at = place(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new Malformed(at, "a key is no text");
      }
      if (values.put(key.getValue(), value(entry.getValueNode())) != null) {
        throw new Malformed(at, "'" + key.getValue() + "' is there twice");
      }
      places.put(key.getValue(), at);
    }
    return new Table(place, values, places);
  }

  private static String place(Mark mark) {
    return mark == null ? "1:1" : (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }
}
