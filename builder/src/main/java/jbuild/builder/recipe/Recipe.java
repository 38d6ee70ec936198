package jbuild.builder.recipe;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One image, described completely.
 *
 * <p>A recipe that exists is valid, so no step checks again. An exception from here is a bug: the
 * reader has reported everything that a user can get wrong.
 */
public record Recipe(
    Image image,
    Distribution distribution,
    Packages packages,
    Settings system,
    Services services,
    List<ImageFile> files,
    List<Script> scripts) {

  /**
   * What comes out.
   *
   * @param name names the image and its output files
   * @param version of the image, for its os-release
   * @param outputs the shapes of the finished image, all made by one build
   * @param bootable whether the packages that a machine boots with are added
   */
  public record Image(
      String name, Optional<String> version, List<OutputFormat> outputs, boolean bootable) {
    public Image {
      require(Grammar.IMAGE_NAME, name);
      version.ifPresent(text -> require(Grammar.VERSION, text));
      outputs = List.copyOf(outputs);
      if (outputs.isEmpty() || outputs.stream().distinct().count() < outputs.size()) {
        throw new IllegalArgumentException("an image needs outputs, each of them once");
      }
    }
  }

  /**
   * What to install from.
   *
   * @param architecture as the distribution calls it
   * @param mirror in place of the distribution's own
   * @param securityMirror in place of the distribution's own
   * @param checkValidUntil whether releases past their end are refused; snapshots are such
   */
  public record Distribution(
      String name,
      String release,
      String architecture,
      Optional<URI> mirror,
      Optional<URI> securityMirror,
      List<String> components,
      boolean checkValidUntil) {
    public Distribution {
      require(Grammar.WORD, name);
      require(Grammar.WORD, release);
      require(Grammar.WORD, architecture);
      Objects.requireNonNull(mirror);
      Objects.requireNonNull(securityMirror);
      components = List.copyOf(components);
      components.forEach(component -> require(Grammar.COMPONENT, component));
    }
  }

  /** Installed on top of the base system, or taken away from it at the end. */
  public record Packages(List<String> install, List<String> remove) {
    public Packages {
      install = List.copyOf(install);
      remove = List.copyOf(remove);
      install.forEach(name -> require(Grammar.PACKAGE, name));
      remove.forEach(name -> require(Grammar.PACKAGE, name));
    }
  }

  /** What an administrator sets once on every system. */
  public record Settings(
      String hostname, String timezone, String locale, RootPassword rootPassword) {
    public Settings {
      require(Grammar.HOSTNAME, hostname);
      require(Grammar.TIMEZONE, timezone);
      require(Grammar.LOCALE, locale);
      Objects.requireNonNull(rootPassword);
    }
  }

  /** Units that start with the system, that do not, and that cannot be started at all. */
  public record Services(List<String> enable, List<String> disable, List<String> mask) {
    public Services {
      enable = List.copyOf(enable);
      disable = List.copyOf(disable);
      mask = List.copyOf(mask);
      enable.forEach(unit -> require(Grammar.UNIT, unit));
      disable.forEach(unit -> require(Grammar.UNIT, unit));
      mask.forEach(unit -> require(Grammar.UNIT, unit));
    }

    public boolean areNone() {
      return enable.isEmpty() && disable.isEmpty() && mask.isEmpty();
    }
  }

  public Recipe {
    Objects.requireNonNull(image);
    Objects.requireNonNull(distribution);
    Objects.requireNonNull(packages);
    Objects.requireNonNull(system);
    Objects.requireNonNull(services);
    files = List.copyOf(files);
    scripts = List.copyOf(scripts);
  }

  private static void require(Grammar grammar, String text) {
    if (!grammar.matches(text)) {
      throw new IllegalArgumentException("not " + grammar.expected() + ": " + text);
    }
  }
}
