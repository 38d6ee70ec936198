package jbuild.builder.distribution;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.repository.PinnedKey;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Reads a profile: the result is valid, or all that is wrong with the file is said.
 *
 * @param file its name, for messages
 * @param keys the directory that keys are in, with a slash at its end
 */
record ProfileReader(String file, URI keys) {
  DistributionProfile read(String text) {
    try {
      Yaml.Value value = Yaml.read(text);
      ShapeCheck check = new ShapeCheck();
      check.check(value, new Shape.Table(shape(value)));
      if (!check.problems().isEmpty()) {
        throw wrong(check.problems());
      }
      return profile(YamlMap.of(value));
    } catch (Yaml.Malformed e) {
      throw wrong(List.of(e.place() + ": " + e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw wrong(List.of("1:1: " + e.getMessage()));
    }
  }

  private static Shape shape(Yaml.Value value) {
    boolean known =
        value instanceof Yaml.Table table
            && table.values().get("tool") instanceof Yaml.Text tool
            && ProfileShape.TOOLS.contains(tool.text());
    return known ? ProfileShape.of(YamlMap.of(value).text("tool")) : ProfileShape.ofAny();
  }

  private Failure wrong(List<String> problems) {
    String why = file + ":" + problems.get(0);
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use the profile " + file,
        problems.size() == 1 ? why : why + " (" + (problems.size() - 1) + " more below)",
        "mend the file; docs/distributions.md says what its keys mean",
        problems.stream().skip(1).map(problem -> file + ":" + problem).toList(),
        null);
  }

  private DistributionProfile profile(YamlMap yaml) {
    return new DistributionProfile(
        yaml.text("name"),
        yaml.texts("architectures"),
        addresses(yaml.map("mirrors")),
        new Snapshots(
            yaml.map("snapshots").texts(),
            yaml.optionalText("first-snapshot").map(LocalDate::parse)),
        yaml.maps("releases").stream().map(ProfileReader::release).toList(),
        new PackageSets(
            yaml.texts("base"),
            yaml.texts("bootable"),
            yaml.texts("network"),
            disk(yaml),
            yaml.optionalText("locale-package")),
        yaml.maps("fixes").stream().map(ProfileReader::fix).toList(),
        keys(yaml.map("keys")),
        facts(yaml.text("tool"), yaml));
  }

  private static Map<String, URI> addresses(YamlMap yaml) {
    Map<String, URI> addresses = new LinkedHashMap<>();
    yaml.texts().forEach((name, address) -> addresses.put(name, URI.create(address)));
    return addresses;
  }

  private static Release release(YamlMap yaml) {
    return new Release(
        yaml.text("name"),
        yaml.optionalText("version"),
        yaml.texts("aliases"),
        yaml.optionalText("loader"),
        addresses(yaml.map("mirrors")),
        yaml.texts("keys"),
        yaml.texts("without"));
  }

  private static Optional<BootPackages> disk(YamlMap yaml) {
    YamlMap disk = yaml.map("disk");
    return yaml.has("disk")
        ? Optional.of(
            new BootPackages(
                disk.map("kernels").texts(), disk.texts("initrd"), disk.text("loader")))
        : Optional.empty();
  }

  private static ContainerFix fix(YamlMap yaml) {
    return new ContainerFix(
        yaml.text("name"),
        yaml.text("why"),
        yaml.text("file"),
        yaml.text("line"),
        yaml.texts("releases"));
  }

  private List<PinnedKey> keys(YamlMap yaml) {
    List<PinnedKey> pinned = new ArrayList<>();
    yaml.texts()
        .forEach(
            (name, fingerprint) ->
                pinned.add(new PinnedKey(name, fingerprint, keyFile(name + ".asc"))));
    return pinned;
  }

  /** Files in a jar have addresses that {@link URI#resolve} does not take apart. */
  private URI keyFile(String name) {
    return URI.create(keys + name);
  }

  private static ToolFacts facts(String tool, YamlMap yaml) {
    YamlMap facts = yaml.map(tool);
    return switch (tool) {
      case "dnf" -> rpm(RpmFacts.Tool.DNF, facts);
      case "pacman" -> pacman(facts);
      case "zypper" -> rpm(RpmFacts.Tool.ZYPPER, facts);
      default -> debian(facts);
    };
  }

  private static RpmFacts rpm(RpmFacts.Tool tool, YamlMap facts) {
    return new RpmFacts(
        tool, repositories(facts), facts.text("release-package"), facts.map("databases").texts());
  }

  private static DebianFacts debian(YamlMap yaml) {
    Map<String, List<SuitePlace>> suites = new LinkedHashMap<>();
    yaml.map("suites")
        .maps(
            (release, places) ->
                suites.put(
                    release,
                    places.texts().entrySet().stream()
                        .map(place -> new SuitePlace(place.getKey(), place.getValue()))
                        .toList()));
    return new DebianFacts(
        yaml.texts("components"),
        yaml.texts("known-components"),
        suites,
        yaml.text("script"),
        yaml.text("keyring"),
        yaml.text("keyring-package"),
        yaml.text("sources"),
        yaml.map("one-line-sources").texts());
  }

  private static PacmanFacts pacman(YamlMap yaml) {
    return new PacmanFacts(
        repositories(yaml),
        yaml.texts("components"),
        yaml.optionalText("signed-databases").filter("true"::equals).isPresent(),
        yaml.optionalText("keyring")
            .map(
                name ->
                    new PacmanFacts.KeyringPackage(
                        name, yaml.optionalText("keyring-package").orElse(name + "-keyring"))),
        yaml.text("mirrorlist"));
  }

  private static List<PackageRepository> repositories(YamlMap yaml) {
    return yaml.map("repositories")
        .maps(
            (name, repository) ->
                new PackageRepository(
                    name,
                    repository.text("mirror"),
                    repository.text("path"),
                    repository.texts("releases"),
                    repository.optionalText("signed-metadata").equals(Optional.of("true"))));
  }
}
