package jbuild.builder.recipe.language;

/** A place in a recipe, counted from 1 as editors do. */
public record Position(int line, int column) {
  public static final Position START = new Position(1, 1);

  /** The place of the character with this index. */
  static Position of(String text, int index) {
    int line = 1;
    int start = 0;
    for (int next = text.indexOf('\n'); next >= 0 && next < index; ) {
      line++;
      start = next + 1;
      next = text.indexOf('\n', start);
    }
    return new Position(line, index - start + 1);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
