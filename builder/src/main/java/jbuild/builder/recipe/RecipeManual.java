package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.text.Roff;

/**
 * The manual page jbuild-recipe(5), made from the table of keys so that it cannot drift from it.
 */
public final class RecipeManual {
  /** As man(1) is told it. */
  public static final String NAME = "jbuild-recipe";

  private RecipeManual() {}

  public static String page() {
    Roff page = new Roff(NAME, 5, "what an image is made of");
    introduction(page);
    for (Table table : Table.values()) {
      page.section(table.header());
      page.paragraph(table.doc());
      table
          .identity()
          .ifPresent(
              key ->
                  page.paragraph(
                      "One is merged over that of an earlier file with the same " + key + "."));
      Key.of(table).forEach(key -> page.item(key.name(), meaning(key)));
    }
    page.section("See also");
    page.paragraph("jbuild(1), jbuild-check(1), jbuild-explain(1), jbuild-schema(1)");
    return page.page();
  }

  private static void introduction(Roff page) {
    page.section("Description");
    page.paragraph(
        "A recipe is a TOML file that describes one image, or several when it has a matrix."
            + " jbuild RECIPE builds it, jbuild check RECIPE looks for mistakes. This is a whole"
            + " recipe:");
    page.example(
        List.of(
            "[image]",
            "name = \"web\"",
            "",
            "[distribution]",
            "name = \"debian\"",
            "release = \"trixie\""));
    page.paragraph(
        "Included files come first, then the file itself, profiles, FILE.local.toml beside it, and"
            + " --set. Tables merge key by key, lists add what is new; {append = [...], remove ="
            + " [...]} and {replace = [...]} edit a list. ${NAME} in a text is replaced by a"
            + " variable of [vars] or another key, ${env:NAME} by one of the environment. A table"
            + " with when = {distribution = \"debian\"} counts only there.");
  }

  private static List<String> meaning(Key<?> key) {
    List<String> lines = new ArrayList<>();
    lines.add(key.doc());
    lines.add("Value: " + key.type().expected() + ".");
    lines.add(
        (key.fallback().isEmpty() ? "It is required." : "Default: " + key.shownFallback() + ".")
            + " Since jbuild "
            + key.since()
            + ".");
    KeyExample.of(key).ifPresent(example -> lines.add(key.name() + " = " + example));
    return lines;
  }
}
