package jbuild.builder.distribution;

import java.nio.file.Path;
import java.util.List;

/**
 * What a recipe brings beside the packages of its distribution.
 *
 * @param files packages that are files of this host
 */
public record Additions(List<AddedRepository> repositories, List<Path> files) {
  public static final Additions NONE = new Additions(List.of(), List.of());

  public Additions {
    repositories = List.copyOf(repositories);
    files = List.copyOf(files);
  }
}
