package jbuild.builder.distribution.rpm;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.toolset.ProgramTree;

/**
 * A directory with packages and an index of them.
 *
 * @param name as the package tool calls it
 * @param signedMetadata whether the index is signed, and not only each package
 */
public record RpmRepository(String name, URI address, boolean signedMetadata) {
  private static final String PLACE = ProgramTree.PLACE + "repositories/";

  public RpmRepository {
    Objects.requireNonNull(name);
    Objects.requireNonNull(address);
  }

  /** The directory of this host that it is. */
  public Optional<Path> directory() {
    return "file".equals(address.getScheme()) ? Optional.of(Path.of(address)) : Optional.empty();
  }

  /** Where the tool sees that directory. */
  public String place() {
    return PLACE + name;
  }

  /** The address as the tool sees it. */
  public String seen() {
    return directory().isPresent() ? "file://" + place() : address.toString();
  }
}
