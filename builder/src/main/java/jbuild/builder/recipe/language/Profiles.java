package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.text.Spelling;

/** What a recipe can have beside itself, by names: tables of its own, or files. */
final class Profiles {
  /** The table of a recipe whose tables are profiles. */
  static final String TABLE = "profile";

  private static final int LONGEST = 64;

  private final List<Node.Fields> documents;
  private final ProfileFiles files;
  private final Included included;
  private final Problems problems;
  private final Map<String, List<Node.Fields>> chosen = new HashMap<>();

  /** The documents are the recipe's, with the table of profiles. */
  Profiles(List<Node.Fields> documents, ProfileFiles files, Included included, Problems problems) {
    this.documents = documents;
    this.files = files;
    this.included = included;
    this.problems = problems;
  }

  /** The documents of a profile; none when there is no such profile, which is reported. */
  List<Node.Fields> named(Node name) {
    String word = name.text().orElse("");
    List<Node.Fields> known = chosen.get(word);
    if (known == null) {
      known = look(word, name.origin());
      chosen.put(word, known);
    }
    return known;
  }

  private List<Node.Fields> look(String word, Origin origin) {
    List<Node.Fields> layers = new ArrayList<>();
    for (Node.Fields document : documents) {
      document
          .table(TABLE)
          .flatMap(profiles -> profiles.table(word))
          .ifPresent(profile -> layers.addAll(included.of(profile)));
    }
    if (layers.isEmpty()) {
      Optional<Source> file = isName(word) ? files.find(word, problems) : Optional.empty();
      if (file.isEmpty()) {
        unknown(word, origin);
      }
      file.ifPresent(source -> layers.addAll(included.of(source)));
    }
    List<Node.Fields> allowed = new ArrayList<>();
    layers.forEach(layer -> allowed.add(checked(layer)));
    return allowed;
  }

  private static boolean isName(String word) {
    boolean plain =
        word.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
    return plain && !word.isEmpty() && word.length() <= LONGEST;
  }

  private void unknown(String word, Origin origin) {
    Set<String> names = new LinkedHashSet<>(written());
    names.addAll(files.names());
    String fix =
        Spelling.nearest(word, names)
            .map(meant -> "did you mean '" + meant + "'?")
            .orElse(
                "write [profile."
                    + (isName(word) ? word : "NAME")
                    + "], or one of: "
                    + String.join(", ", names));
    problems.reportLast(origin, "there is no profile " + Printable.value(word), fix);
  }

  private Set<String> written() {
    Set<String> names = new LinkedHashSet<>();
    documents.forEach(
        document ->
            document.table(TABLE).ifPresent(table -> names.addAll(table.fields().keySet())));
    return names;
  }

  /** A profile says nothing of what has chosen it. */
  private Node.Fields checked(Node.Fields layer) {
    Node.Fields rest = layer;
    for (String table : List.of(TABLE, Matrix.TABLE)) {
      if (rest.find(table).isPresent()) {
        refuse(rest.find(table).get(), "a profile has no [" + table + "]");
        rest = rest.without(table);
      }
    }
    Optional<Node.Fields> image = rest.table("image");
    Optional<Node> profiles = image.flatMap(keys -> keys.find("profiles"));
    if (profiles.isPresent()) {
      refuse(profiles.get(), "a profile does not choose profiles");
      rest = rest.with("image", image.get().without("profiles"));
    }
    return rest;
  }

  private void refuse(Node node, String what) {
    problems.report(node.origin(), what, "write it into the recipe");
  }

  /** Those of the recipe that were never asked for. */
  List<Unused> unused(Shape shape) {
    List<Unused> unused = new ArrayList<>();
    for (Node.Fields document : documents) {
      Optional<Node.Fields> profiles = document.table(TABLE);
      if (profiles.isEmpty() && document.find(TABLE).isPresent()) {
        problems.report(
            document.find(TABLE).get().origin(),
            "'profile' is not written as [profile.NAME]",
            "write its tables as [profile.NAME.packages]");
      }
      if (profiles.isPresent()) {
        for (Map.Entry<String, Node> each : profiles.get().fields().entrySet()) {
          if (each.getValue() instanceof Node.Fields profile) {
            if (!chosen.containsKey(each.getKey())) {
              unused.add(Unused.of(List.of(), profile, shape));
            }
          } else {
            String fix = "write its tables as [profile." + each.getKey() + ".packages]";
            problems.report(each.getValue().origin(), "a profile is not written as tables", fix);
          }
        }
      }
    }
    return unused;
  }
}
