package jbuild.builder.recipe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jbuild.builder.recipe.language.Source;
import jbuild.builder.recipe.language.Toml;

/** Holds recipes against a schema as programs do that know nothing of jbuild. */
final class SchemaValidator {
  private final JsonSchema schema;
  private final ObjectMapper json = new ObjectMapper();

  SchemaValidator(String schema) {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    this.schema = factory.getSchema(schema, InputFormat.JSON);
  }

  List<String> complaints(Path recipe) {
    return complaints(Toml.parse(Source.of(recipe)));
  }

  List<String> complaints(String recipe) {
    return complaints(Toml.parse(new Source(Path.of("recipe.toml"), recipe)));
  }

  private List<String> complaints(Map<String, Object> document) {
    // JSON has no dates; to a schema they are what is no text and no number.
    return schema.validate(json.valueToTree(withoutDates(document))).stream()
        .map(ValidationMessage::toString)
        .toList();
  }

  private static Object withoutDates(Object value) {
    if (value instanceof Map<?, ?> table) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      table.forEach((name, field) -> plain.put(name, withoutDates(field)));
      return plain;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SchemaValidator::withoutDates).toList();
    }
    boolean isJson = value instanceof String || value instanceof Number || value instanceof Boolean;
    return isJson ? value : Map.of("date", String.valueOf(value));
  }
}
