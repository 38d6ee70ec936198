package jbuild.builder.recipe;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.image.Image;
import jbuild.runner.image.MachineImages;
import jbuild.runner.settings.MachineName;

/**
 * Images and recipes that recipes build on.
 *
 * @param environment says where the host has images
 */
record Bases(RecipePaths paths, Map<String, String> environment) {
  /** What the names of recipes end with. */
  static final String RECIPE = ".toml";

  /** A path beside the recipe, else the image that the host has under this name. */
  Optional<Path> find(String text) {
    Optional<Path> beside =
        paths
            .find(LanguageKeys.BASE.place(), text)
            .map(path -> path.toAbsolutePath().normalize())
            .filter(path -> Files.exists(path) || isTagged(path));
    return beside.isPresent() ? beside : stored(text);
  }

  /** One of several images of a layout, as PATH:TAG. */
  private static boolean isTagged(Path path) {
    String text = path.toString();
    int colon = text.lastIndexOf(':');
    return colon > 0 && Files.exists(Path.of(text.substring(0, colon), "oci-layout"));
  }

  private Optional<Path> stored(String text) {
    try {
      return MachineName.isValid(text)
          ? MachineImages.of(environment).find(text).map(Image::path)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** What tables without problems say. */
  Optional<Recipe.Base> of(Map<String, ?> image, Map<String, ?> system) {
    Optional<String> text = LanguageKeys.BASE.value(image);
    return text.map(
        base ->
            new Recipe.Base(
                find(base).orElseGet(() -> paths.resolve(LanguageKeys.BASE.place(), base)),
                unsaid(system)));
  }

  private static List<Recipe.Setting> unsaid(Map<String, ?> system) {
    List<Recipe.Setting> unsaid = new ArrayList<>();
    for (Recipe.Setting setting : Recipe.Setting.values()) {
      if (!system.containsKey(key(setting).name())) {
        unsaid.add(setting);
      }
    }
    return unsaid;
  }

  private static Key<?> key(Recipe.Setting setting) {
    return switch (setting) {
      case TIMEZONE -> Key.TIMEZONE;
      case LOCALE -> Key.LOCALE;
      case ROOT_PASSWORD -> Key.ROOT_PASSWORD;
    };
  }
}
