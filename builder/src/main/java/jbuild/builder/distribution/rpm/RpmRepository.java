package jbuild.builder.distribution.rpm;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * A directory with packages and an index of them.
 *
 * @param name as the package tool calls it
 * @param signedMetadata whether the index is signed, and not only each package
 * @param added what the recipe says of it, when that brings it
 */
public record RpmRepository(
    String name, URI address, boolean signedMetadata, Optional<AddedRepository> added) {
  private static final String PLACE = ProgramTree.PLACE + "repositories/";

  private static final String INDEX = "repodata/repomd.xml";

  /** One of the distribution. */
  public RpmRepository(String name, URI address, boolean signedMetadata) {
    this(name, address, signedMetadata, Optional.empty());
  }

  /** One of the recipe. */
  static RpmRepository of(AddedRepository from) {
    return new RpmRepository(
        from.name(), from.address(), from.needsSignedIndex(), Optional.of(from));
  }

  public RpmRepository {
    Objects.requireNonNull(name);
    Objects.requireNonNull(address);
    Objects.requireNonNull(added);
  }

  /** The directory of this host that it is. */
  public Optional<Path> directory() {
    return "file".equals(address.getScheme()) ? Optional.of(Path.of(address)) : Optional.empty();
  }

  /** The same where there has to be one, with an index. */
  Optional<Path> requiredDirectory() {
    Optional<Path> directory = directory();
    if (directory.isPresent() && !Files.isDirectory(directory.get())) {
      throw unusable(directory.get(), "there is no such directory");
    }
    // zypper would take it for a repository without packages.
    if (directory.isPresent() && !Files.exists(directory.get().resolve(INDEX))) {
      throw unusable(directory.get(), "it has no index of packages: " + INDEX);
    }
    return directory;
  }

  private Failure unusable(Path directory, String why) {
    return new Failure(
        ExitStatus.NETWORK,
        "cannot fetch from " + directory,
        why,
        added.isPresent()
            ? "correct the address of the repository " + name
            : "correct distribution.mirror or distribution.release");
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
