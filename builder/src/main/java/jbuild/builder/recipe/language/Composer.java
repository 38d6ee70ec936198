package jbuild.builder.recipe.language;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the documents of a recipe together: files, profiles, what the command line says. */
public final class Composer {

  private final Shape shape;
  private final World world;
  private final Map<String, String> environment;

  /**
   * @param environment for the texts that name variables of it, and to find the user's profiles
   */
  public Composer(Shape shape, World world, Map<String, String> environment) {
    this.shape = shape;
    this.world = world;
    this.environment = environment;
  }

  /** One for each image. What is wrong is reported; what can be told nevertheless comes back. */
  public List<Composition> compose(
      Source recipe, Map<String, Object> values, RecipeRequest request, Problems problems) {
    Layers layers = layers(recipe, values, request, problems);
    Node.Fields choice = layers.choice();
    List<Cell> cells = cells(choice, layers, request, problems);
    List<Composition> compositions = new ArrayList<>();
    Origin origin = Origin.of(recipe);
    for (Cell cell : cells) {
      // The first image is what the recipe is; others are more.
      layers.growth().add(compositions.isEmpty() ? 0 : layers.text(), origin);
      CellComposer one = new CellComposer(layers, world, environment);
      compositions.add(one.compose(cell, profiles(choice, cell, request)));
    }
    return compositions;
  }

  private Layers layers(
      Source recipe, Map<String, Object> values, RecipeRequest request, Problems problems) {
    Included included = new Included(problems, MinimumVersion.ofThisProgram());
    List<Node.Fields> files = included.of(recipe, values);
    Path own = Plain.local(recipe.file());
    List<Node.Fields> local = List.of();
    if (Files.isDirectory(own)) {
      problems.report(
          Origin.of(recipe),
          Printable.text(own.toString()) + " goes with this recipe, and is a directory",
          "give the directory another name");
    } else if (Files.exists(own)) {
      local = included.of(problems.read(own));
    }
    List<Node.Fields> settings = new ArrayList<>();
    for (String word : request.settings()) {
      settings.add(Setting.document(word, shape, problems));
    }
    List<Node.Fields> written = new ArrayList<>(files);
    written.addAll(local);
    Profiles profiles =
        new Profiles(written, new ProfileFiles(recipe, environment), included, problems);
    return new Layers(
        files,
        local,
        settings,
        profiles,
        new Merge(recipe, shape, problems),
        problems,
        new Growth(problems));
  }

  /** The images that are asked for; that of a recipe whose matrix is wrong is as good as any. */
  private static List<Cell> cells(
      Node.Fields choice, Layers layers, RecipeRequest request, Problems problems) {
    Optional<Node.Fields> table = choice.table(Matrix.TABLE);
    List<Cell> all = List.of(Cell.ONLY);
    if (table.isPresent()) {
      all = new Matrix(table.get(), layers.distribution(), problems).cells();
    }
    List<Cell> chosen = new CellChoice(request.cells(), problems).of(all, table.isPresent());
    if (chosen.isEmpty()) {
      // Any cell will do: what is wrong with the others is no news.
      return all.isEmpty() ? List.of(Cell.ONLY) : all.subList(0, 1);
    }
    return chosen;
  }

  /** The names that the recipe, its cell and the command line choose. */
  private static List<Node> profiles(Node.Fields choice, Cell cell, RecipeRequest request) {
    List<Node> names = new ArrayList<>();
    choice
        .table(Layers.IMAGE)
        .flatMap(image -> image.find(Layers.PROFILES))
        .filter(Node.Items.class::isInstance)
        .ifPresent(
            list ->
                ((Node.Items) list)
                    .items().stream().filter(item -> item.text().isPresent()).forEach(names::add));
    cell.word(Matrix.PROFILE).filter(word -> !word.value().equals("")).ifPresent(names::add);
    for (String word : request.profiles()) {
      names.add(new Node.Scalar(word, Origin.of(new Source(Path.of("--profile"), word))));
    }
    return names;
  }
}
