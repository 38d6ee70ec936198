package jbuild.builder.distribution.pacman;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import jbuild.builder.distribution.AddedRepository;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * A directory with packages and a list of them.
 *
 * @param name as pacman calls it, and the file of the list
 * @param base an address that has the directory, or is it
 * @param path of the directory below that; empty when it is the same
 * @param signedList whether the list has to be signed, and not only each package
 * @param added whether the recipe brings it, and not the distribution
 */
record PacmanRepository(String name, URI base, String path, boolean signedList, boolean added) {
  PacmanRepository {
    Objects.requireNonNull(name);
    Objects.requireNonNull(base);
    Objects.requireNonNull(path);
  }

  /** One of a recipe. */
  static PacmanRepository of(AddedRepository from, String architecture) {
    return new PacmanRepository(
        from.name(), from.addressFor(architecture), "", from.needsSignedIndex(), true);
  }

  URI address() {
    return below(base);
  }

  /** Where pacman sees the base, when that is a directory of this host. */
  String place() {
    return added ? Places.REPOSITORIES + name : Places.MIRROR;
  }

  /** The base as a directory of this host. */
  Optional<Path> directory() {
    return "file".equals(base.getScheme())
        ? Optional.of(Path.of(base.getPath()))
        : Optional.empty();
  }

  /** The same where there has to be one. */
  Optional<Path> requiredDirectory() {
    Optional<Path> directory = directory();
    if (directory.filter(path -> !path.toFile().isDirectory()).isPresent()) {
      throw new Failure(
          ExitStatus.NETWORK,
          "cannot fetch from " + directory.get(),
          "there is no such directory",
          added ? "correct the address of the repository " + name : "correct distribution.mirror");
    }
    return directory;
  }

  /**
   * The address as pacman is told.
   *
   * @param seen of what is not a directory of this host
   */
  String server(UnaryOperator<URI> seen) {
    URI from = directory().isPresent() ? URI.create("file://" + place()) : seen.apply(base);
    return below(from).toString();
  }

  private URI below(URI root) {
    String text = root.toString();
    if (path.isEmpty()) {
      return root;
    }
    return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
  }

  /** Of the packages; of the list as well, when one has to be there. */
  String signatures() {
    return signatures(signedList);
  }

  static String signatures(boolean signedList) {
    return "SigLevel = Required" + (signedList ? "" : " DatabaseOptional");
  }
}
