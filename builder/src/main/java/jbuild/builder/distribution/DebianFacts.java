package jbuild.builder.distribution;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What debootstrap and apt need to know of a distribution.
 *
 * @param components taken when a recipe names none
 * @param knownComponents all that there are
 * @param suites where the packages of each release are, the base first
 * @param script of debootstrap, for a release that it does not know
 * @param keyring in the image: what apt verifies with
 * @param keyringPackage the package that brings the keyring
 * @param sources in the image: the file that says where packages come from
 * @param oneLineSources for releases that read no newer form of it: the file in place of it
 */
public record DebianFacts(
    List<String> components,
    List<String> knownComponents,
    Map<String, List<SuitePlace>> suites,
    String script,
    String keyring,
    String keyringPackage,
    String sources,
    Map<String, String> oneLineSources)
    implements ToolFacts {
  public DebianFacts {
    components = List.copyOf(components);
    knownComponents = List.copyOf(knownComponents);
    suites = Collections.unmodifiableMap(new LinkedHashMap<>(suites));
    Objects.requireNonNull(script);
    Objects.requireNonNull(keyring);
    Objects.requireNonNull(keyringPackage);
    Objects.requireNonNull(sources);
    oneLineSources = Map.copyOf(oneLineSources);
    if (!knownComponents.containsAll(components)) {
      throw new IllegalArgumentException("unknown component among " + components);
    }
  }

  @Override
  public boolean hasSuites() {
    return true;
  }

  @Override
  public String packageEnding() {
    return ".deb";
  }

  @Override
  public List<String> mirrorNames() {
    return suites.values().stream()
        .flatMap(Collection::stream)
        .map(SuitePlace::archive)
        .distinct()
        .toList();
  }

  @Override
  public List<String> releaseNames() {
    return Stream.concat(suites.keySet().stream(), oneLineSources.keySet().stream())
        .distinct()
        .toList();
  }
}
