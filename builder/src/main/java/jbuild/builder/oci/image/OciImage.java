package jbuild.builder.oci.image;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.oci.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * One image for one platform.
 *
 * @param name for messages
 * @param manifest where the manifest is
 */
public record OciImage(String name, Descriptor manifest, Manifest parts, ImageConfig config) {
  /** Lists of lists of images are rare, and deeper ones come from nobody who is honest. */
  private static final int DEEPEST = 4;

  /** Docker and others stop at 127. */
  private static final int MOST_LAYERS = 512;

  public OciImage {
    Objects.requireNonNull(manifest);
    if (parts.layers().size() > MOST_LAYERS) {
      throw new BadImage(name, "it has more than " + MOST_LAYERS + " layers");
    }
    if (parts.layers().size() != config.diffIds().size()) {
      throw new BadImage(
          name,
          "its manifest has %d layers and its configuration %d"
              .formatted(parts.layers().size(), config.diffIds().size()));
    }
    for (Descriptor layer : parts.layers()) {
      if (!layer.is(MediaType.Role.LAYER)) {
        throw new BadImage(
            name, "'" + Shown.text(layer.mediaType()) + "' is no layer that jbuild can read");
      }
    }
  }

  /**
   * The image that a manifest, or a list of those, has for the platform.
   *
   * @param name for messages
   */
  public static OciImage find(String name, Blobs blobs, Descriptor start, Platform platform) {
    return find(name, blobs, List.of(start), platform);
  }

  static OciImage find(String name, Blobs blobs, List<Descriptor> start, Platform platform) {
    List<Descriptor> candidates = start;
    for (int depth = 0; depth <= DEEPEST; depth++) {
      Descriptor chosen = choose(name, candidates, platform);
      byte[] document = blobs.document(name, chosen);
      MediaType type = MediaType.of(chosen.mediaType()).orElseThrow();
      if (type.role() == MediaType.Role.MANIFEST) {
        return image(name, blobs, chosen, Manifest.read(name, document, type));
      }
      candidates = Index.read(name, document, type).manifests();
    }
    throw new BadImage(name, "its lists of images have further lists, and those too");
  }

  private static OciImage image(String name, Blobs blobs, Descriptor place, Manifest manifest) {
    Descriptor config = manifest.config();
    if (!config.is(MediaType.Role.CONFIG)) {
      throw new BadImage(
          name,
          "it has '" + Shown.text(config.mediaType()) + "' where images have a configuration");
    }
    return new OciImage(
        name, place, manifest, ImageConfig.read(name, blobs.document(name, config)));
  }

  /** A line for people when it was made for another platform: a lone image is taken as it is. */
  public Optional<String> foreignTo(Platform host) {
    return config.platform().runs(host)
        ? Optional.empty()
        : Optional.of(
            "%s was made for %s, and does not run on %s without an emulator"
                .formatted(name, config.platform(), host));
  }

  /** What fits best; descriptors of something else than images do not count. */
  private static Descriptor choose(String name, List<Descriptor> all, Platform platform) {
    List<Descriptor> images =
        all.stream()
            .filter(each -> each.is(MediaType.Role.MANIFEST) || each.is(MediaType.Role.INDEX))
            .toList();
    if (images.isEmpty()) {
      throw new BadImage(name, "there is no image in it");
    }
    return images.stream()
        .filter(each -> each.platform().filter(platform::equals).isPresent())
        .findFirst()
        .or(() -> images.stream().filter(each -> runs(each, platform)).findFirst())
        .or(() -> images.stream().filter(each -> each.platform().isEmpty()).findFirst())
        .orElseThrow(() -> foreign(name, images, platform));
  }

  private static boolean runs(Descriptor image, Platform platform) {
    return image.platform().filter(platform::runs).isPresent();
  }

  private static Failure foreign(String name, List<Descriptor> images, Platform platform) {
    List<String> known =
        images.stream()
            .flatMap(image -> image.platform().stream())
            .map(Platform::toString)
            .toList();
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot use the image " + name,
        "it is for " + String.join(", ", known) + ", and not for " + platform,
        "name an image that was made for " + platform);
  }
}
