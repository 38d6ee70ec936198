package jbuild.builder.oci.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jbuild.builder.oci.Fields;
import jbuild.builder.oci.Json;
import jbuild.builder.oci.Problems;
import jbuild.builder.oci.Shown;
import jbuild.builder.oci.Value;

/** Reads the documents of images. Whatever is wrong in one makes all of it bad. */
final class Documents {
  /** As registries have it for manifests; indexes and configurations are no longer either. */
  static final int LARGEST = 4 << 20;

  private Documents() {}

  /** Empty comes only with a problem. */
  static <T> T read(String name, byte[] bytes, Function<Fields, Optional<T>> reader) {
    Object parsed;
    try {
      parsed = Json.parse(bytes);
    } catch (Json.Broken e) {
      throw new BadImage(name, "it is no JSON: " + e.getMessage());
    }
    Problems problems = new Problems();
    Optional<T> read = reader.apply(new Value("", parsed, problems).presentFields());
    List<String> wrong = problems.wrong();
    if (!wrong.isEmpty()) {
      String more = wrong.size() == 1 ? "" : " (and " + (wrong.size() - 1) + " more)";
      throw new BadImage(name, wrong.get(0) + more, wrong);
    }
    return read.orElseThrow();
  }

  /** The only version there is since 2016; the one before described layers in another way. */
  static void checkVersion(Fields fields) {
    fields.require("schemaVersion").ifPresent(version -> version.number(2, 2));
  }

  /** A document that says of itself what it is must not be taken for something else. */
  static void checkType(Fields fields, String expected) {
    Optional<Value> type = fields.find("mediaType");
    Optional<String> word = type.flatMap(Value::text);
    if (word.isPresent() && !word.get().equals(expected)) {
      type.get().wrong("it says '" + Shown.text(word.get()) + "', but " + expected + " led to it");
    }
  }

  /** What belongs into documents of another kind: two readers could see two images. */
  static void refuse(Fields fields, String... names) {
    for (String name : names) {
      fields.find(name).ifPresent(value -> value.wrong("no document of this kind has it"));
    }
  }

  static Map<String, String> texts(Value object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object
        .entries()
        .forEach((name, value) -> value.text().ifPresent(text -> texts.put(name, text)));
    return texts;
  }

  static List<Descriptor> descriptors(Value list) {
    return list.items().stream().map(Descriptor::read).flatMap(Optional::stream).toList();
  }
}
