package jbuild.builder.oci.registry;

import java.util.Objects;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Proxies;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Who asks registries, and how.
 *
 * @param given the login that somebody has typed; else files have them
 * @param verified whether connections must be secure; those to this host need not be
 */
public record Client(
    Proxies proxies, LoginFiles files, Optional<Login> given, boolean verified, Progress progress) {
  public Client {
    Objects.requireNonNull(proxies);
    Objects.requireNonNull(files);
    Objects.requireNonNull(given);
    Objects.requireNonNull(progress);
  }

  Optional<Login> login(ImageReference image) {
    return given.or(() -> files.find(image));
  }

  /** Connects to where an image is. */
  public Registry pulling(ImageReference image) {
    return Registry.toPull(image, this);
  }

  /** Connects to where images go. */
  public Upload pushing(ImageReference image) {
    if (image.digest().isPresent()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot push to " + image,
          "a digest follows from what is pushed, and cannot be chosen",
          "write [REGISTRY/]REPOSITORY[:TAG]");
    }
    return new Upload(Registry.toPush(image, this), progress);
  }
}
