package jbuild.builder.distribution;

import java.util.List;
import java.util.stream.Stream;

/**
 * What zypper needs to know of a distribution.
 *
 * @param repositories of its mirrors
 */
public record ZypperFacts(List<PackageRepository> repositories) implements ToolFacts {
  public ZypperFacts {
    repositories = List.copyOf(repositories);
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
