package jbuild.builder.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.ToolFacts;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.repository.TrustedKeys;
import jbuild.runner.Failure;

/** Repositories and package files that a distribution's tool can do nothing with. */
record RepositoryRules(RecipePaths paths, DistributionProfiles profiles, Problems problems) {
  void check(Tables recipe) {
    Optional<ToolFacts> facts =
        Key.DISTRIBUTION
            .valueIfRight(recipe.one(Table.DISTRIBUTION))
            .flatMap(profiles::find)
            .map(DistributionProfile::facts);
    List<Map<String, ?>> tables = recipe.several(Table.REPOSITORIES);
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < tables.size() && !problems.full(); i++) {
      checkName(i, tables.get(i), names, facts);
      checkFamily(i, tables.get(i), facts);
      checkKept(i, tables.get(i));
      checkKey(i, tables.get(i));
    }
    checkFiles(recipe.one(Table.PACKAGES), facts);
  }

  private void checkName(
      int index, Map<String, ?> table, Map<String, Integer> names, Optional<ToolFacts> facts) {
    Optional<String> name = RepositoryKeys.NAME.valueIfRight(table);
    List<String> place = place(index, RepositoryKeys.NAME);
    Optional<Integer> other = name.map(text -> names.putIfAbsent(text, index));
    if (other.isPresent()) {
      problems.report(
          place,
          "two repositories are called " + Printable.value(name.get()),
          "the other is at " + problems.place(place(other.get(), RepositoryKeys.NAME)));
    } else if (name.isPresent()
        && facts.filter(tool -> tool.repositoryNames().contains(name.get())).isPresent()) {
      problems.report(
          place,
          "the distribution has a repository " + Printable.value(name.get()) + " itself",
          "write another name");
    } else if (name.isPresent()
        && facts.filter(tool -> tool.takenNames().contains(name.get())).isPresent()) {
      problems.report(
          place,
          "to the package tool " + Printable.value(name.get()) + " is something else",
          "write another name");
    }
  }

  private void checkFamily(int index, Map<String, ?> table, Optional<ToolFacts> facts) {
    List<String> known = Key.of(Table.REPOSITORIES).stream().map(Key::name).toList();
    // A misspelt key is one problem: it is not reported as a missing one too.
    boolean excused = !known.containsAll(table.keySet());
    for (Key<?> key : List.of(RepositoryKeys.SUITES, RepositoryKeys.COMPONENTS)) {
      boolean written = table.containsKey(key.name());
      if (facts.isPresent() && written != facts.get().hasSuites() && (written || !excused)) {
        problems.report(
            written ? place(index, key) : place(index, RepositoryKeys.NAME).subList(0, 3),
            written
                ? "repositories of this distribution have no " + key.name()
                : "a repository of this distribution needs " + key.name(),
            written ? "leave it out" : "add " + key.name() + ": " + key.type().expected());
      }
    }
  }

  private void checkKept(int index, Map<String, ?> table) {
    boolean kept = RepositoryKeys.KEEP.valueIfRight(table).orElse(false);
    if (kept
        && RepositoryKeys.ADDRESS
            .valueIfRight(table)
            .filter(address -> !Mirrors.isForAll(address))
            .isPresent()) {
      problems.report(
          place(index, RepositoryKeys.KEEP),
          "the finished system cannot use this repository: only this host can",
          "write keep = false, or an http:// or https:// address without a password");
    }
  }

  private void checkKey(int index, Map<String, ?> table) {
    List<String> place = place(index, RepositoryKeys.KEY);
    boolean complete =
        RepositoryKeys.NAME.valueIfRight(table).isPresent()
            && RepositoryKeys.KEY.valueIfRight(table).isPresent()
            && RepositoryKeys.FINGERPRINT.valueIfRight(table).isPresent();
    if (!complete) {
      return;
    }
    try {
      TrustedKeys.of(List.of(RepositoryKeys.key(paths, index, table)), Clock.systemUTC());
    } catch (IOException e) {
      problems.report(
          place,
          "cannot read the key " + Printable.value(RepositoryKeys.KEY.value(table)),
          "write a path that begins at the directory of the file it stands in, or the armored key");
    } catch (Failure failure) {
      problems.report(
          place,
          "cannot use this key: " + failure.why(),
          "get the key from its owner, and look at it with 'gpg --show-keys'");
    }
  }

  private void checkFiles(Map<String, ?> packages, Optional<ToolFacts> facts) {
    Map<String, Named> names = new HashMap<>();
    for (Map.Entry<Integer, String> each :
        RepositoryKeys.FILES.rightItems(packages, String.class).entrySet()) {
      List<String> place = PackageFiles.place(each.getKey());
      List<Path> files = PackageFiles.matching(paths, place, each.getValue());
      if (files.isEmpty()) {
        problems.report(
            place,
            "there is no file " + Printable.value(each.getValue()),
            "write a path that begins at the directory of the file it stands in");
      }
      for (Path file : files) {
        facts.ifPresent(tool -> checkFile(place, file, tool));
        checkAlone(place, file, names);
      }
    }
  }

  /** A file, and the place that names it. */
  private record Named(Path file, List<String> place) {}

  /** They are copied into one directory; the same file may be named by two patterns. */
  private void checkAlone(List<String> place, Path file, Map<String, Named> names) {
    String name = file.getFileName().toString();
    Named other = names.putIfAbsent(name, new Named(file, place));
    if (other != null && !other.file().equals(file)) {
      problems.report(
          place,
          "two files of packages are called " + Printable.value(name),
          "leave one of them out; the other is of " + problems.place(other.place()));
    }
  }

  private void checkFile(List<String> place, Path file, ToolFacts tool) {
    String name = file.getFileName().toString();
    if (!tool.isPackage(name)) {
      problems.report(
          place,
          "this distribution has no packages such as " + Printable.value(name),
          "write the path of a package that ends in " + tool.packageEnding());
    }
  }

  private static List<String> place(int index, Key<?> key) {
    return RepositoryKeys.place(index, key);
  }
}
