package jbuild.runner.image.store;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Which settings file is meant by a name; see machinectl(1), edit and cat. */
public record SettingsPlaces(StorePlaces places) {
  /**
   * A file to edit.
   *
   * @param file what the result is to be
   * @param original what the editor is to begin with; the same file, or another
   */
  public record Edited(Path file, Path original) {}

  /** The file of that name that counts; an absolute path is a file in any case. */
  public Optional<Path> find(String name) {
    if (name.startsWith("/")) {
      return Optional.of(absolute(name)).filter(Files::exists);
    }
    String file = fileName(name);
    List<Path> directories = new ArrayList<>(places.settings());
    directories.add(places.pool());
    return directories.stream().map(place -> place.resolve(file)).filter(Files::exists).findFirst();
  }

  /** Those beside images are left alone: administrators' files count before them. */
  public Edited edited(String name) {
    if (name.startsWith("/")) {
      return new Edited(absolute(name), absolute(name));
    }
    Path own = places.settings().get(0).resolve(fileName(name));
    Path found = find(name).orElse(own);
    return found.startsWith(places.pool()) ? new Edited(own, found) : new Edited(found, found);
  }

  private static Path absolute(String text) {
    Path path = valid(text);
    if (!path.normalize().toString().equals(text)) {
      throw invalid("Invalid settings file path '" + text + "'.");
    }
    return path;
  }

  private static String fileName(String name) {
    String file = name.endsWith(Sidecars.SETTINGS) ? name : name + Sidecars.SETTINGS;
    String stem = file.substring(0, file.length() - Sidecars.SETTINGS.length());
    if (!ImageName.isValid(stem)) {
      throw invalid("Invalid settings file name '" + file + "'.");
    }
    return file;
  }

  private static Path valid(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw invalid("Invalid settings file path '" + text + "'.");
    }
  }

  private static Failure invalid(String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot find the settings file",
        why,
        "write the name of an image, or an absolute path");
  }
}
