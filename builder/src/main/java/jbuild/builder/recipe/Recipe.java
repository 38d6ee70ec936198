package jbuild.builder.recipe;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.distribution.AddedRepository;

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
    Startup startup,
    UserSettings users,
    Boot boot,
    OutputSettings outputs,
    Contents contents,
    List<Script> scripts,
    Optional<BuildSettings> build) {
  /** Nothing is built from sources. */
  public Recipe(
      Image image,
      Distribution distribution,
      Packages packages,
      Settings system,
      Services services,
      Startup startup,
      UserSettings users,
      Boot boot,
      OutputSettings outputs,
      Contents contents,
      List<Script> scripts) {
    this(
        image,
        distribution,
        packages,
        system,
        services,
        startup,
        users,
        boot,
        outputs,
        contents,
        scripts,
        Optional.empty());
  }

  /**
   * What comes out.
   *
   * @param name names the image and its output files
   * @param version of the image, for its os-release
   * @param outputs the shapes of the finished image, all made by one build
   * @param bootable whether the packages that a machine boots with are added
   * @param base what it is built on
   * @param tools whose programs build it
   */
  public record Image(
      String name,
      Optional<String> version,
      List<OutputFormat> outputs,
      boolean bootable,
      Optional<Base> base,
      BuildTools tools) {
    /** An image that is built on nothing, with the tools that there are. */
    public Image(
        String name, Optional<String> version, List<OutputFormat> outputs, boolean bootable) {
      this(name, version, outputs, bootable, Optional.empty(), BuildTools.AUTO);
    }

    public Image {
      Objects.requireNonNull(base);
      Objects.requireNonNull(tools);
      require(Grammar.IMAGE_NAME, name);
      version.ifPresent(text -> require(Grammar.VERSION, text));
      outputs = List.copyOf(outputs);
      if (outputs.isEmpty() || outputs.stream().distinct().count() < outputs.size()) {
        throw new IllegalArgumentException("an image needs outputs, each of them once");
      }
    }
  }

  /**
   * Another image, which this one begins with.
   *
   * @param path of a recipe (its name ends in .toml) or an image
   * @param decides settings that the recipe says nothing of: they stay as the base has them
   */
  public record Base(Path path, List<Setting> decides) {
    public Base {
      Objects.requireNonNull(path);
      decides = List.copyOf(decides);
    }

    /** Whether it is described by a recipe. */
    public boolean isRecipe() {
      return path.toString().endsWith(".toml");
    }
  }

  /** What every image has, whether its recipe says something of it or not. */
  public enum Setting {
    TIMEZONE,
    LOCALE,
    ROOT_PASSWORD
  }

  /**
   * What to install from.
   *
   * @param architecture as the distribution calls it
   * @param mirror in place of the distribution's own
   * @param securityMirror in place of the distribution's own
   * @param borrowed a mirror for this build alone, where the recipe names none
   * @param acceptExpired whether releases past their end, and keys that were valid when they
   *     signed, are taken
   * @param repositories beside the distribution's own
   */
  public record Distribution(
      String name,
      String release,
      String architecture,
      Optional<URI> mirror,
      Optional<URI> securityMirror,
      Optional<URI> borrowed,
      List<String> components,
      boolean acceptExpired,
      List<AddedRepository> repositories) {
    /** With no mirror that is for the build alone, and its own repositories only. */
    public Distribution(
        String name,
        String release,
        String architecture,
        Optional<URI> mirror,
        Optional<URI> securityMirror,
        List<String> components,
        boolean acceptExpired) {
      this(
          name,
          release,
          architecture,
          mirror,
          securityMirror,
          Optional.empty(),
          components,
          acceptExpired,
          List.of());
    }

    public Distribution {
      require(Grammar.WORD, name);
      require(Grammar.WORD, release);
      require(Grammar.WORD, architecture);
      Objects.requireNonNull(mirror);
      Objects.requireNonNull(securityMirror);
      Objects.requireNonNull(borrowed);
      components = List.copyOf(components);
      components.forEach(component -> require(Grammar.COMPONENT, component));
      repositories = List.copyOf(repositories);
      repositories.forEach(repository -> require(Grammar.REPOSITORY, repository.name()));
    }

    /** Those that are named, by the names that profiles have for them. */
    public Map<String, URI> mirrors() {
      Map<String, URI> mirrors = new HashMap<>();
      mirror.ifPresent(named -> mirrors.put("archive", named));
      securityMirror.ifPresent(named -> mirrors.put("security", named));
      return mirrors;
    }

    private Distribution borrowingNothing() {
      return new Distribution(
          name,
          release,
          architecture,
          mirror,
          securityMirror,
          Optional.empty(),
          components,
          acceptExpired,
          repositories);
    }
  }

  /**
   * What makes the image, beside the base system.
   *
   * @param install on top of the base system
   * @param remove from it at the end
   * @param weak whether packages that others only recommend are installed, too
   * @param documentation whether manuals stay in the image
   * @param files packages that are files of this host
   */
  public record Packages(
      List<String> install,
      List<String> remove,
      boolean weak,
      boolean documentation,
      List<Path> files) {
    /** With nothing that is only recommended, and with documentation. */
    public Packages(List<String> install, List<String> remove) {
      this(install, remove, false, true, List.of());
    }

    public Packages {
      install = List.copyOf(install);
      remove = List.copyOf(remove);
      files = List.copyOf(files);
      install.forEach(name -> require(Grammar.PACKAGE, name));
      remove.forEach(name -> require(Grammar.PACKAGE, name));
    }
  }

  /** What an administrator sets once on every system. */
  public record Settings(String hostname, String timezone, String locale, Password rootPassword) {
    public Settings {
      require(Grammar.HOSTNAME, hostname);
      require(Grammar.TIMEZONE, timezone);
      require(Grammar.LOCALE, locale);
      Objects.requireNonNull(rootPassword);
    }
  }

  /**
   * Which units start with the system.
   *
   * @param mask cannot be started at all
   * @param preset lines of systemd.preset(5)
   * @param presetAll whether presets decide on all units, before others are named
   */
  public record Services(
      List<String> enable,
      List<String> disable,
      List<String> mask,
      List<String> preset,
      boolean presetAll) {
    /** Only units that are named. */
    public Services(List<String> enable, List<String> disable, List<String> mask) {
      this(enable, disable, mask, List.of(), false);
    }

    public Services {
      preset = List.copyOf(preset);
      preset.forEach(line -> require(Grammar.PRESET, line));
      enable = List.copyOf(enable);
      disable = List.copyOf(disable);
      mask = List.copyOf(mask);
      enable.forEach(unit -> require(Grammar.UNIT, unit));
      disable.forEach(unit -> require(Grammar.UNIT, unit));
      mask.forEach(unit -> require(Grammar.UNIT, unit));
    }

    public boolean areNone() {
      return enable.isEmpty()
          && disable.isEmpty()
          && mask.isEmpty()
          && preset.isEmpty()
          && !presetAll;
    }
  }

  /**
   * What 'jbuild boot' gives the machine; it is no part of the image.
   *
   * @param network host, none or veth
   * @param publish ports, as systemd-nspawn(1) writes them
   * @param zone its name, without the prefix of the bridge
   */
  public record Boot(
      Optional<String> network,
      List<String> publish,
      Optional<String> zone,
      List<String> dns,
      Optional<String> address) {
    /** Nothing but what machines have anyway. */
    public static final Boot STANDARD =
        new Boot(Optional.empty(), List.of(), Optional.empty(), List.of(), Optional.empty());

    public Boot {
      network.ifPresent(text -> require(Grammar.NETWORK, text));
      publish = List.copyOf(publish);
      publish.forEach(port -> require(Grammar.PORT, port));
      zone.ifPresent(text -> require(Grammar.ZONE, text));
      dns = List.copyOf(dns);
      dns.forEach(server -> require(Grammar.ADDRESS, server));
      address.ifPresent(text -> require(Grammar.MACHINE_ADDRESS, text));
      boolean described =
          !publish.isEmpty() || zone.isPresent() || !dns.isEmpty() || address.isPresent();
      if (described && !network.orElse("veth").equals("veth")) {
        throw new IllegalArgumentException("only a private network can be described");
      }
    }
  }

  public Recipe {
    Objects.requireNonNull(image);
    Objects.requireNonNull(distribution);
    Objects.requireNonNull(packages);
    Objects.requireNonNull(system);
    Objects.requireNonNull(services);
    Objects.requireNonNull(startup);
    Objects.requireNonNull(users);
    Objects.requireNonNull(boot);
    Objects.requireNonNull(outputs);
    Objects.requireNonNull(contents);
    scripts = List.copyOf(scripts);
    Objects.requireNonNull(build);
  }

  /** The same image in other shapes. */
  public Recipe writtenAs(Image other, OutputSettings otherOutputs) {
    return new Recipe(
        other,
        distribution,
        packages,
        system,
        services,
        startup,
        users,
        boot,
        otherOutputs,
        contents,
        scripts,
        build);
  }

  /** The same image, started in another way. */
  public Recipe bootedAs(Boot other) {
    return new Recipe(
        image,
        distribution,
        packages,
        system,
        services,
        startup,
        users,
        other,
        outputs,
        contents,
        scripts,
        build);
  }

  /** The same image: a mirror that is for one build alone leaves nothing in it. */
  public Recipe borrowingNothing() {
    return new Recipe(
        image,
        distribution.borrowingNothing(),
        packages,
        system,
        services,
        startup,
        users,
        boot,
        outputs,
        contents,
        scripts,
        build);
  }

  private static void require(Grammar grammar, String text) {
    if (!grammar.matches(text)) {
      throw new IllegalArgumentException("not " + grammar.expected() + ": " + text);
    }
  }
}
