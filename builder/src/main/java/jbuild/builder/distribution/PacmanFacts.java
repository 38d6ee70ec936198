package jbuild.builder.distribution;

import java.util.List;
import java.util.stream.Stream;

/**
 * What pacman needs to know of a distribution.
 *
 * @param repositories of its mirrors
 */
public record PacmanFacts(List<PackageRepository> repositories) implements ToolFacts {
  public PacmanFacts {
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
