package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import jbuild.builder.recipe.language.Problems;

/** Scripts that cannot run when they should. */
record ScriptRules(Problems problems) {
  void check(Tables recipe) {
    List<Map<String, ?>> scripts = recipe.several(Table.SCRIPTS);
    for (int i = 0; i < scripts.size() && !problems.full(); i++) {
      Map<String, ?> script = scripts.get(i);
      boolean first =
          Key.SCRIPT_PHASE.valueIfRight(script).filter(Phase.BEFORE_BOOTSTRAP::equals).isPresent();
      boolean inside =
          Key.SCRIPT_PLACE
              .valueIfRight(script)
              .map(ScriptPlace.IMAGE::equals)
              .orElse(!script.containsKey(Key.SCRIPT_PLACE.name()));
      if (first && inside) {
        problems.report(
            List.of(Table.SCRIPTS.word(), String.valueOf(i), Key.SCRIPT_PHASE.name()),
            "before the bootstrap there is no image to run a script in",
            "add where = \"host\", or write phase = \"after-bootstrap\"");
      }
    }
  }
}
