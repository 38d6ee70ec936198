package jbuild.builder.recipe.language;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong with a recipe, each thing once, in the order of its files in the end. */
public final class Problems {
  /** Who has so many will mend some and look again. */
  static final int MOST = 1000;

  private final Source main;
  private final Origins origins;
  private final Set<Problem> all;
  private final Set<Origin> silent;
  private final Map<Source, KeyScan> scans;

  /**
   * @param main the recipe that was asked for
   */
  public Problems(Source main) {
    this(
        main, new OneSource(main), new LinkedHashSet<>(), new HashSet<>(), new IdentityHashMap<>());
  }

  /** For those who only ask for places. */
  public static Problems none(Origins origins) {
    return new Problems(origins.of(List.of()).source()).of(origins);
  }

  private Problems(
      Source main,
      Origins origins,
      Set<Problem> all,
      Set<Origin> silent,
      Map<Source, KeyScan> scans) {
    this.main = main;
    this.origins = origins;
    this.all = all;
    this.silent = silent;
    this.scans = scans;
  }

  /** The same collection for another document of the recipe. */
  public Problems of(Origins document) {
    return new Problems(main, document, all, silent, scans);
  }

  /** For problems that make all others void. */
  Problems alone() {
    return new Problems(main);
  }

  /** The text of another file of the recipe. */
  Source read(Path file) {
    try {
      return Source.of(file);
    } catch (RecipeFailure failure) {
      throw new RecipeFailure(main, failure.problems());
    }
  }

  Map<String, Object> parse(Source source) {
    try {
      return Toml.parse(source);
    } catch (RecipeFailure failure) {
      throw new RecipeFailure(main, failure.problems());
    }
  }

  /** About the value at this path of the document. */
  public void report(List<String> path, String what, String fix) {
    add(origins.of(path), what, fix, false);
  }

  /** What stands at the path stays out of terminals and logs. */
  public void reportSecret(List<String> path, String what, String fix) {
    add(origins.of(path), what, fix, true);
  }

  void report(Origin origin, String what, String fix) {
    add(origin, what, fix, false);
  }

  /** About a value of which nobody knows what it would be: what follows from it is no news. */
  void reportLast(Origin origin, String what, String fix) {
    report(origin, what, fix);
    silence(origin);
  }

  /** The same about a value that is wrong because another one is, which was reported. */
  void silence(Origin origin) {
    silent.add(origin);
  }

  /** Where the value was written, for the words of another problem. */
  public String place(List<String> path) {
    return place(origins.of(path));
  }

  String place(Origin origin) {
    Source source = origin.source();
    return source.isOption()
        ? source.shownFile() + " " + Printable.text(source.text().split("=", 2)[0])
        : source.shownFile() + ":" + position(origin);
  }

  private void add(Origin origin, String what, String fix, boolean secret) {
    if (!full() && !silent.contains(origin)) {
      all.add(new Problem(origin.source(), position(origin), what, fix, secret));
    }
  }

  private Position position(Origin origin) {
    Source source = origin.source();
    return scans.computeIfAbsent(source, any -> new KeyScan(any.text())).find(origin.path());
  }

  /** Whether it is of no use to look for more. */
  public boolean full() {
    return all.size() >= MOST;
  }

  /** All of them as texts, in order. */
  public List<String> shown() {
    return inOrder().stream().map(Problem::show).toList();
  }

  /** Throws them all, when there are any. */
  public void refuse() {
    if (!all.isEmpty()) {
      throw new RecipeFailure(main, inOrder());
    }
  }

  /** Those of the recipe itself come first. */
  private List<Problem> inOrder() {
    List<Problem> ordered = new ArrayList<>();
    all.stream()
        .filter(problem -> problem.source().equals(main))
        .sorted(Problem.BY_POSITION)
        .forEach(ordered::add);
    all.stream()
        .filter(problem -> !problem.source().equals(main))
        .sorted(Problem.BY_POSITION)
        .forEach(ordered::add);
    return ordered;
  }
}
