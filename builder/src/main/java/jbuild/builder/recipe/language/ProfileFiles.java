package jbuild.builder.recipe.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Profiles that are files: beside a recipe, the user's own, and those that come with jbuild. */
final class ProfileFiles {
  private static final List<String> SHIPPED = List.of("ssh");
  private static final String SUFFIX = ".toml";
  private static final int MOST_SUGGESTIONS = 1000;

  private final List<Path> directories;

  ProfileFiles(Source recipe, Map<String, String> environment) {
    directories = new ArrayList<>();
    directories.add(recipe.file().resolveSibling("profiles"));
    configuration(environment).ifPresent(home -> directories.add(home.resolve("jbuild/profiles")));
  }

  private static Optional<Path> configuration(Map<String, String> environment) {
    String own = environment.getOrDefault("XDG_CONFIG_HOME", "");
    if (own.startsWith("/")) {
      return Optional.of(Path.of(own));
    }
    String home = environment.getOrDefault("HOME", "");
    return home.startsWith("/") ? Optional.of(Path.of(home, ".config")) : Optional.empty();
  }

  /** The first of this name; it must be a plain name. */
  Optional<Source> find(String name, Problems problems) {
    for (Path directory : directories) {
      Path file = directory.resolve(name + SUFFIX);
      if (Files.isRegularFile(file)) {
        return Optional.of(problems.read(file));
      }
    }
    return SHIPPED.contains(name) ? Optional.of(shipped(name + SUFFIX)) : Optional.empty();
  }

  private static Source shipped(String file) {
    try (InputStream in = ProfileFiles.class.getResourceAsStream("/profiles/" + file)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Source(Path.of("jbuild's profiles/" + file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For those who look for the one that somebody meant. */
  List<String> names() {
    List<String> names = new ArrayList<>(SHIPPED);
    for (Path directory : directories) {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.list(directory)) {
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .limit(MOST_SUGGESTIONS)
              .sorted()
              .forEach(name -> names.add(name.substring(0, name.length() - SUFFIX.length())));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return names;
  }
}
