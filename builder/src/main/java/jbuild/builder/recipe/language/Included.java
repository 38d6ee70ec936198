package jbuild.builder.recipe.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of a recipe, each once: those that a file includes come before it. */
final class Included {
  private static final int MOST_FILES = 64;
  private static final int MOST_TEXT = 4 * Source.LARGEST;
  private static final String IMAGE = "image";
  private static final String INCLUDE = "include";
  private static final String SUFFIX = ".toml";

  private final Problems problems;
  private final MinimumVersion minimum;
  private final Set<Path> done = new HashSet<>();
  private final List<Opened> open = new ArrayList<>();
  private int text;

  /** A file that is being read: what it includes must not include it. */
  private record Opened(Path real, String shown) {}

  Included(Problems problems, MinimumVersion minimum) {
    this.problems = problems;
    this.minimum = minimum;
  }

  /** What the file includes, then the file. */
  List<Node.Fields> of(Source source) {
    return of(source, problems.parse(source));
  }

  /** The same of a file that has been parsed. */
  List<Node.Fields> of(Source source, Map<String, Object> values) {
    text += source.text().length();
    Path real = real(source.file()).orElse(source.file());
    done.add(real);
    open.add(new Opened(real, source.shownFile()));
    Node.Fields document = (Node.Fields) Node.of(values, Origin.of(source));
    minimum.check(problems, document);
    List<Node.Fields> layers = of(document);
    open.remove(open.size() - 1);
    return layers;
  }

  /** What the table includes, then the table. */
  List<Node.Fields> of(Node.Fields table) {
    List<Node.Fields> layers = new ArrayList<>();
    Optional<Node.Fields> image = table.table(IMAGE);
    Optional<Node> include = image.flatMap(keys -> keys.find(INCLUDE));
    if (include.isEmpty()) {
      return List.of(table);
    }
    if (table.find(Condition.NAME).or(() -> image.get().find(Condition.NAME)).isPresent()) {
      problems.report(
          include.get().origin(),
          "'image.include' depends on 'when'",
          "write 'when' into the tables of the included file");
    }
    if (include.get() instanceof Node.Items files) {
      files.items().forEach(file -> layers.addAll(included(file)));
    } else {
      wrong(include.get());
    }
    layers.add(table.with(IMAGE, image.get().without(INCLUDE)));
    return layers;
  }

  private void wrong(Node value) {
    problems.report(
        value.origin(),
        "'image.include' is " + Printable.value(value.plain()),
        "write a list of files, for example [\"base.toml\"]");
  }

  private List<Node.Fields> included(Node word) {
    if (word.text().isEmpty()) {
      wrong(word);
      return List.of();
    }
    String name = word.text().get();
    Optional<Path> file = resolve(word.origin().source(), name);
    Optional<Path> real = file.flatMap(Included::real);
    if (real.isEmpty() || !Files.isRegularFile(real.get())) {
      cannot(word, "there is no such file: paths begin at the directory of this one");
      return List.of();
    }
    // Its text is shown where it is wrong: nobody shall see other files by that.
    if (!real.get().toString().endsWith(SUFFIX)) {
      cannot(word, "the name of a recipe ends in .toml, also where a link leads to it");
      return List.of();
    }
    if (isOpen(word, real.get()) || done.contains(real.get())) {
      return List.of();
    }
    if (done.size() >= MOST_FILES) {
      cannot(word, "a recipe is made from " + MOST_FILES + " files at most");
      return List.of();
    }
    Source source = problems.read(file.get());
    if (text + source.text().length() > MOST_TEXT) {
      cannot(word, "a recipe is made from 4 MiB of text at most");
      return List.of();
    }
    return of(source);
  }

  private void cannot(Node word, String why) {
    problems.report(word.origin(), "cannot include " + Printable.value(word.plain()), why);
  }

  private boolean isOpen(Node word, Path real) {
    int first = 0;
    while (first < open.size() && !open.get(first).real().equals(real)) {
      first++;
    }
    if (first == open.size()) {
      return false;
    }
    List<String> chain = new ArrayList<>();
    open.subList(first, open.size()).forEach(opened -> chain.add(opened.shown()));
    chain.add(open.get(first).shown());
    problems.report(
        word.origin(),
        "files that include each other: " + String.join(" -> ", chain),
        "leave one of them out");
    return true;
  }

  private static Optional<Path> resolve(Source source, String name) {
    try {
      Path file = source.file().resolveSibling(name);
      Path plain = file.normalize();
      // A link on the way changes what '..' means.
      return Optional.of(real(file).equals(real(plain)) ? plain : file);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> real(Path file) {
    try {
      return Optional.of(file.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
