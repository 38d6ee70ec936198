package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a recipe says of a directory of sources, before its path is resolved. */
record SourceText(String path, String target, boolean writable) {
  private static final String PATH = "path";
  private static final String TARGET = "target";
  private static final String WRITABLE = "writable";

  /** What a table can say of it. */
  static final List<String> PARTS = List.of(PATH, TARGET, WRITABLE);

  static final KeyType<SourceText> TYPE =
      KeyType.of(
          "a directory in quotes, or {path = \"...\", target = \"...\", writable = true}",
          new ValueForm.Either(
              List.of(
                  new ValueForm.Text(),
                  new ValueForm.Named(
                      new ValueForm.Either(List.of(new ValueForm.Text(), new ValueForm.Truth())),
                      PARTS))),
          SourceText::read);

  private static Optional<SourceText> read(Object value) {
    if (value instanceof String path) {
      return read(Map.of(PATH, path));
    }
    if (!(value instanceof Map<?, ?> table) || !PARTS.containsAll(table.keySet())) {
      return Optional.empty();
    }
    Object target = table.containsKey(TARGET) ? table.get(TARGET) : BuildSource.ITSELF;
    Object writable = table.containsKey(WRITABLE) ? table.get(WRITABLE) : false;
    boolean isPlace =
        target instanceof String text
            && (text.equals(BuildSource.ITSELF) || Grammar.BUILD_TARGET.matches(text));
    return table.get(PATH) instanceof String path
            && !path.isEmpty()
            && isPlace
            && writable instanceof Boolean
        ? Optional.of(new SourceText(path, (String) target, (Boolean) writable))
        : Optional.empty();
  }
}
