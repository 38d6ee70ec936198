package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one image's document of all layers.
 *
 * <p>The distribution is decided first, then what depends on it; then texts get their values, and
 * only then lists are edited and compared.
 */
record CellComposer(Layers layers, World world, Map<String, String> environment) {
  private static final String NAME = "image.name";

  Composition compose(Cell cell, List<Node> profiles) {
    Problems problems = layers.problems();
    Optional<Node.Scalar> name =
        Names.of(layers.with(profiles, List.of()), layers.merge().shape())
            .find(NAME)
            .filter(text -> !cell.suffix().isEmpty())
            .map(text -> longer(text, cell.suffix()));
    List<Node.Fields> all = new ArrayList<>();
    for (Node.Fields document : layers.with(profiles, cell.documents(name))) {
      all.add(document.without(Profiles.TABLE));
    }
    Conditions conditions = new Conditions(facts(all), world, layers.merge().shape(), problems);
    List<Node.Fields> valid = new ArrayList<>();
    all.forEach(document -> valid.addAll(conditions.apply(document)));
    Expansion expansion = expansion(valid);
    List<Node.Fields> expanded = new ArrayList<>();
    valid.forEach(document -> expanded.add(expansion.apply(document)));
    Node.Fields document = layers.merge().all(expanded);
    List<Unused> unused = new ArrayList<>(conditions.unused());
    unused.addAll(layers.profiles().unused(layers.merge().shape()));
    return new Composition(document.plain(), new ComposedOrigins(document), unused, cell.shown());
  }

  private static Node.Scalar longer(Node.Scalar name, String suffix) {
    return new Node.Scalar(name.value() + "-" + suffix, name.origin());
  }

  private Facts facts(List<Node.Fields> documents) {
    Expansion early = expansion(documents);
    return Facts.of(
        early.value("distribution.name"),
        early.value("distribution.release"),
        early.value("distribution.architecture"),
        world);
  }

  private Expansion expansion(List<Node.Fields> documents) {
    Shape shape = layers.merge().shape();
    return new Expansion(
        Names.of(documents, shape), environment, shape, layers.problems(), layers.growth());
  }
}
