package jbuild.builder.recipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What is built from sources for an image, in a copy of it that nobody sees.
 *
 * @param packages that only the build needs
 * @param environment of the build, each as NAME=VALUE
 * @param network whether the build shares the host's network
 * @param incremental whether the build finds what the one before left in its build directory
 * @param limit the time after which it is killed
 */
public record BuildSettings(
    List<String> packages,
    List<BuildSource> sources,
    Program program,
    List<String> environment,
    boolean network,
    boolean incremental,
    Duration limit) {
  /** What is run. */
  public sealed interface Program {
    /** Commands of the shell. */
    record Commands(String text) implements Program {
      public Commands {
        if (text.isBlank()) {
          throw new IllegalArgumentException("no commands");
        }
      }
    }

    /** A program beside the recipe. */
    record File(Path path) implements Program {}
  }

  public BuildSettings {
    packages = List.copyOf(packages);
    packages.forEach(name -> require(Grammar.PACKAGE, name));
    sources = List.copyOf(sources);
    Objects.requireNonNull(program);
    environment = List.copyOf(environment);
    environment.forEach(variable -> require(Grammar.VARIABLE, variable));
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a build needs time");
    }
  }

  private static void require(Grammar grammar, String text) {
    if (!grammar.matches(text)) {
      throw new IllegalArgumentException("not " + grammar.expected() + ": " + text);
    }
  }
}
