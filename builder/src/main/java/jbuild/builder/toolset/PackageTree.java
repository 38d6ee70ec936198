package jbuild.builder.toolset;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import jbuild.runner.image.ImageTree;

/**
 * What a tree of programs is made of: the packages and all that they depend on.
 *
 * @param name says what it is for
 * @param refused packages that can stay away, whoever depends on them
 * @param finish does what scripts of the packages would have done
 */
public record PackageTree(
    String name, List<String> packages, Set<String> refused, Consumer<ImageTree> finish) {
  private static final String KEY = "-[0-9a-f]{16}";

  public PackageTree {
    packages = List.copyOf(packages);
    refused = Set.copyOf(refused);
  }

  /** What it is called in the cache. */
  String directory(String key) {
    return name + "-" + key;
  }

  /** Whether a directory of the cache is called so. */
  boolean isIn(String directory) {
    return directory.startsWith(name) && directory.substring(name.length()).matches(KEY);
  }
}
