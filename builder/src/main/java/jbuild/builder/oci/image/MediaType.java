package jbuild.builder.oci.image;

import java.util.Optional;

/** What a blob of an image is, in the words of the Open Container Initiative or of Docker. */
public enum MediaType {
  OCI_INDEX(Role.INDEX, "application/vnd.oci.image.index.v1+json"),
  OCI_MANIFEST(Role.MANIFEST, "application/vnd.oci.image.manifest.v1+json"),
  OCI_CONFIG(Role.CONFIG, "application/vnd.oci.image.config.v1+json"),
  OCI_LAYER(Role.LAYER, "application/vnd.oci.image.layer.v1.tar"),
  OCI_LAYER_GZIP(Role.LAYER, "application/vnd.oci.image.layer.v1.tar+gzip"),
  OCI_LAYER_ZSTD(Role.LAYER, "application/vnd.oci.image.layer.v1.tar+zstd"),
  OCI_FOREIGN(Role.LAYER, "application/vnd.oci.image.layer.nondistributable.v1.tar"),
  OCI_FOREIGN_GZIP(Role.LAYER, "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"),
  OCI_FOREIGN_ZSTD(Role.LAYER, "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd"),
  DOCKER_INDEX(Role.INDEX, "application/vnd.docker.distribution.manifest.list.v2+json"),
  DOCKER_MANIFEST(Role.MANIFEST, "application/vnd.docker.distribution.manifest.v2+json"),
  DOCKER_CONFIG(Role.CONFIG, "application/vnd.docker.container.image.v1+json"),
  DOCKER_LAYER(Role.LAYER, "application/vnd.docker.image.rootfs.diff.tar"),
  DOCKER_LAYER_GZIP(Role.LAYER, "application/vnd.docker.image.rootfs.diff.tar.gzip"),
  DOCKER_LAYER_ZSTD(Role.LAYER, "application/vnd.docker.image.rootfs.diff.tar.zstd"),
  DOCKER_FOREIGN_GZIP(Role.LAYER, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");

  /** Which part of an image it is. */
  public enum Role {
    INDEX("a list of images"),
    MANIFEST("a manifest"),
    CONFIG("a configuration"),
    LAYER("a layer");

    private final String words;

    Role(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private final Role role;
  private final String word;

  MediaType(Role role, String word) {
    this.role = role;
    this.word = word;
  }

  /** Empty for what others put into registries beside images. */
  public static Optional<MediaType> of(String word) {
    for (MediaType type : values()) {
      if (type.word.equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  public Role role() {
    return role;
  }

  /** As it is written in images and in headers of HTTP. */
  public String word() {
    return word;
  }
}
