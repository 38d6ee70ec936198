package jbuild.builder.distribution;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What dnf needs to know of a distribution.
 *
 * @param repositories of its mirrors
 * @param releasePackage provided by what says which release a system is, for example {@code
 *     system-release}
 */
public record DnfFacts(List<PackageRepository> repositories, String releasePackage)
    implements ToolFacts {
  public DnfFacts {
    repositories = List.copyOf(repositories);
    Objects.requireNonNull(releasePackage);
  }

  @Override
  public List<String> mirrorNames() {
    return repositories.stream().map(PackageRepository::mirror).distinct().toList();
  }

  @Override
  public List<String> releaseNames() {
    return repositories.stream()
        .flatMap(repository -> Stream.of(repository.releases()))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }
}
