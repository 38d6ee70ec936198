package jbuild.builder.recipe.language;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * TOML becomes maps, lists, texts, numbers and truth values. The only class that sees Jackson.
 *
 * <p>Its mapper is not used: that would double the time that reading a recipe takes.
 */
public final class Toml {
  // Without this a date would be taken for a text.
  private static final TomlFactory FACTORY =
      TomlFactory.builder().enable(TomlReadFeature.PARSE_JAVA_TIME).build();

  private static final Pattern DUPLICATE = Pattern.compile("Duplicate key|redefined");

  // The parser's words are about its own grammar.
  private static final Map<String, String> PLAINER =
      Map.of(
          "Unknown token", "this cannot stand here",
          "Newline not permitted here", "the line ends too early",
          "Premature end of file", "the file ends too early",
          "Trailing comma not permitted for inline tables", "a table in braces ends with a comma",
          "More data after value has already ended. Invalid value preceding this position?",
              "a comma or the end of the line is missing before this");

  private Toml() {}

  public static Map<String, Object> parse(Source source) {
    OptionalInt tooDeep = TomlDepth.tooDeep(source.text());
    if (tooDeep.isPresent()) {
      Position position = Position.of(source.text(), tooDeep.getAsInt());
      throw problem(source, position, "too many levels", "no recipe needs this depth");
    }
    try (JsonParser parser = FACTORY.createParser(source.text())) {
      parser.nextToken();
      Map<String, Object> table = table(parser);
      Optional<Problem> broken = TomlLaws.broken(source);
      if (broken.isPresent()) {
        throw new RecipeFailure(source, List.of(broken.get()));
      }
      return table;
    } catch (JsonProcessingException e) {
      throw syntax(source, e);
    } catch (DateTimeException e) {
      throw new RecipeFailure(source, List.of(TomlLaws.impossibleTime(source)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RecipeFailure syntax(Source source, JsonProcessingException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("");
    Optional<KeyScan.Duplicate> duplicate = new KeyScan(source.text()).duplicate();
    if (duplicate.isPresent() && DUPLICATE.matcher(message).find()) {
      Position second = duplicate.get().second();
      String what = "'" + duplicate.get().name() + "' is there twice";
      return problem(
          source, second, what, "the first is in line " + duplicate.get().first().line());
    }
    JsonLocation at = e.getLocation();
    Position position =
        at == null || at.getLineNr() < 1
            ? Position.START
            : new Position(at.getLineNr(), Math.max(1, at.getColumnNr()));
    String what = PLAINER.getOrDefault(message, message);
    return problem(
        source, position, what, TomlHint.of(source.line(position.line()), position.column()));
  }

  private static RecipeFailure problem(Source source, Position position, String what, String fix) {
    return new RecipeFailure(source, List.of(new Problem(source, position, what, fix)));
  }

  private static Map<String, Object> table(JsonParser parser) throws IOException {
    Map<String, Object> table = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      table.put(name, value(parser));
    }
    return table;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> table(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> parser.getEmbeddedObject();
    };
  }

  private static List<Object> list(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }
}
