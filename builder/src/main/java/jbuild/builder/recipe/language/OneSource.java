package jbuild.builder.recipe.language;

import java.util.List;

/** Where values were written when a document is nothing but one file. */
record OneSource(Source source) implements Origins {
  @Override
  public Origin of(List<String> path) {
    return new Origin(source, path);
  }
}
