package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.text.Spelling;

/** Changes an inherited list: {append = [...], remove = [...]} or {replace = [...]}. */
record ListEdit(Merge merge, List<String> path) {
  private static final String APPEND = "append";
  private static final String REMOVE = "remove";
  private static final String REPLACE = "replace";
  private static final List<String> WORDS = List.of(APPEND, REMOVE, REPLACE);
  private static final int MOST_SUGGESTIONS = 1000;

  /** Whether a table in the place of a list is an edit, if perhaps a wrong one. */
  static boolean isMeant(Node.Fields table, Shape.Kind kind) {
    if (table.fields().keySet().stream().anyMatch(WORDS::contains)) {
      return true;
    }
    return kind != Shape.Kind.TABLES
        && table.fields().keySet().stream()
            .anyMatch(name -> Spelling.nearest(name, WORDS).isPresent());
  }

  Node.Items apply(Node.Items earlier, Node.Fields edit) {
    if (!isRight(edit)) {
      return new Node.Items(earlier.items(), edit.origin());
    }
    Optional<Node.Items> replace = list(edit, REPLACE);
    if (replace.isPresent()) {
      return replace.get();
    }
    Node.Items rest =
        list(edit, REMOVE).map(gone -> without(earlier, gone.items())).orElse(earlier);
    Node.Items added = list(edit, APPEND).orElse(new Node.Items(List.of(), edit.origin()));
    // Words that belong together are appended too when somebody says so.
    return merge.shape().kind(path) == Shape.Kind.WORDS
        ? joined(rest, added)
        : merge.items(rest, added, path);
  }

  private static Node.Items joined(Node.Items earlier, Node.Items later) {
    List<Node> all = new ArrayList<>(earlier.items());
    all.addAll(later.items());
    return new Node.Items(all, later.origin());
  }

  private boolean isRight(Node.Fields edit) {
    boolean isRight = true;
    for (String name : edit.fields().keySet()) {
      Node value = edit.fields().get(name);
      if (!WORDS.contains(name)) {
        String fix =
            Spelling.nearest(name, WORDS)
                .map(meant -> "did you mean '" + meant + "'?")
                .orElse("known: " + String.join(", ", WORDS));
        isRight = wrong(value, "unknown key '" + name + "' in an edit of a list", fix);
      } else if (!(value instanceof Node.Items)) {
        String what = "'" + name + "' is " + Printable.value(value.plain());
        isRight = wrong(value, what, "write a list in brackets");
      }
    }
    if (edit.fields().containsKey(REPLACE) && edit.fields().size() > 1) {
      isRight = wrong(edit, "a list is replaced and edited", "leave 'replace' or the others out");
    }
    return isRight;
  }

  private boolean wrong(Node node, String what, String fix) {
    merge.problems().report(node.origin(), what, fix);
    return false;
  }

  private static Optional<Node.Items> list(Node.Fields edit, String name) {
    return edit.find(name).map(Node.Items.class::cast);
  }

  private Node.Items without(Node.Items list, List<Node> gone) {
    Optional<String> identity = merge.shape().identity(path);
    Set<Object> names = new HashSet<>();
    gone.forEach(item -> names.add(item.plain()));
    Set<Object> found = new HashSet<>();
    List<Node> rest = new ArrayList<>();
    List<String> candidates = new ArrayList<>();
    for (Node item : list.items()) {
      Object name = Merge.identify(item, identity).orElse(item.plain());
      if (names.contains(name)) {
        found.add(name);
      } else {
        rest.add(item);
        candidates.add(String.valueOf(name));
      }
    }
    List<String> some = candidates.subList(0, Math.min(candidates.size(), MOST_SUGGESTIONS));
    for (Node item : gone) {
      if (!found.contains(item.plain()) && !merge.problems().full()) {
        String fix =
            Spelling.nearest(String.valueOf(item.plain()), some)
                .map(meant -> "did you mean '" + meant + "'?")
                .orElse("leave it out: nothing before this has it");
        wrong(item, Printable.value(item.plain()) + " is not in " + shownPath() + " so far", fix);
      }
    }
    return new Node.Items(rest, list.origin());
  }

  private String shownPath() {
    return "'" + String.join(".", path) + "'";
  }
}
