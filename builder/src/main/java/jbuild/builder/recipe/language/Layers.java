package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents of a recipe, each kind in its order; later kinds win.
 *
 * @param files what the recipe includes, and the recipe
 * @param local what somebody has for himself
 * @param settings of the command line
 * @param profiles between the files and the local document
 * @param growth of all images together
 */
record Layers(
    List<Node.Fields> files,
    List<Node.Fields> local,
    List<Node.Fields> settings,
    Profiles profiles,
    Merge merge,
    Problems problems,
    Growth growth) {
  static final String IMAGE = "image";
  static final String PROFILES = "profiles";

  Layers {
    files = List.copyOf(files);
    local = List.copyOf(local);
    settings = List.copyOf(settings);
  }

  /** All of one image. */
  List<Node.Fields> with(List<Node> names, List<Node.Fields> cell) {
    List<Node.Fields> all = new ArrayList<>(files);
    names.forEach(name -> all.addAll(profiles.named(name)));
    all.addAll(local);
    all.addAll(settings);
    all.addAll(cell);
    return all;
  }

  /** How long the files are. */
  long text() {
    long text = 0;
    for (Node.Fields document : with(List.of(), List.of())) {
      text += document.origin().source().text().length();
    }
    return text;
  }

  /** What decides which images there are and which profiles they have, without anything else. */
  Node.Fields choice() {
    List<Node.Fields> parts = new ArrayList<>();
    for (Node.Fields document : with(List.of(), List.of())) {
      Map<String, Node> part = new LinkedHashMap<>();
      document.find(Matrix.TABLE).ifPresent(matrix -> part.put(Matrix.TABLE, matrix));
      Optional<Node.Fields> image = document.table(IMAGE);
      Optional<Node> names = image.flatMap(keys -> keys.find(PROFILES));
      if (names.isPresent()) {
        part.put(IMAGE, new Node.Fields(Map.of(PROFILES, names.get()), image.get().origin()));
      }
      parts.add(new Node.Fields(part, document.origin()));
    }
    return merge.all(parts);
  }

  /** The one that the recipe names where no matrix does. */
  Optional<String> distribution() {
    return Names.of(with(List.of(), List.of()), merge.shape())
        .find("distribution.name")
        .map(name -> String.valueOf(name.value()));
  }
}
