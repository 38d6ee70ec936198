package jbuild.builder.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

/** What containers of an image of OCI cannot be started with. */
record OciRules(Problems problems) {
  void check(Tables recipe) {
    Map<String, ?> table = recipe.one(Table.OCI);
    checkNames(OciKeys.ENV, table, "variable");
    checkNames(OciKeys.LABELS, table, "label");
    checkProgram(table);
  }

  /** Of two values only one could count, and nobody sees which. */
  private void checkNames(Key<List<String>> key, Map<String, ?> table, String kind) {
    Map<String, Integer> first = new HashMap<>();
    Map<Integer, String> items = key.rightItems(table, String.class);
    items.forEach(
        (index, text) -> {
          String name = text.substring(0, text.indexOf('='));
          Integer other = first.putIfAbsent(name, index);
          // The same text twice is said of every list.
          if (other != null && !items.get(other).equals(text)) {
            problems.report(
                key.place(index),
                "'%s' has the %s %s twice".formatted(key.path(), kind, Printable.value(name)),
                "the other is at " + problems.place(key.place(other)));
          }
        });
  }

  /** The first word of all is the program; the others may well be empty. */
  private void checkProgram(Map<String, ?> table) {
    boolean hasEntrypoint = !OciKeys.ENTRYPOINT.valueIfRight(table).orElse(List.of()).isEmpty();
    Key<List<String>> key = hasEntrypoint ? OciKeys.ENTRYPOINT : OciKeys.CMD;
    List<String> words = key.valueIfRight(table).orElse(List.of());
    if (!words.isEmpty() && words.get(0).isBlank()) {
      problems.report(
          key.place(0),
          "the first word of '" + key.path() + "' is empty, and it names the program",
          "write the name of a program, or leave the key out");
    }
  }
}
