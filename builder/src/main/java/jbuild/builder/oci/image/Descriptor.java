package jbuild.builder.oci.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import jbuild.builder.oci.Fields;
import jbuild.builder.oci.Shown;
import jbuild.builder.oci.Value;

/**
 * Says of a blob what it is, what it is called and how long it is.
 *
 * @param mediaType also of kinds that we do not know
 * @param platform of the image that it leads to
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Optional<Platform> platform,
    Map<String, String> annotations) {
  /** The annotation with the tag of an image in a layout. */
  static final String REFERENCE = "org.opencontainers.image.ref.name";

  public Descriptor {
    Objects.requireNonNull(mediaType);
    Objects.requireNonNull(digest);
    Objects.requireNonNull(platform);
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    if (size < 0) {
      throw new IllegalArgumentException("no size: " + size);
    }
  }

  public Descriptor(MediaType type, Digest digest, long size) {
    this(type.word(), digest, size, Optional.empty(), Map.of());
  }

  /** As what leads to an image of this platform, under a tag in a layout. */
  public Descriptor named(String tag, Platform made) {
    return new Descriptor(mediaType, digest, size, Optional.of(made), Map.of(REFERENCE, tag));
  }

  static Optional<Descriptor> read(Value value) {
    Fields fields = value.presentFields();
    Optional<String> type = fields.require("mediaType").flatMap(Value::text);
    Optional<Digest> digest = fields.require("digest").flatMap(Descriptor::digest);
    Optional<Long> size =
        fields.require("size").flatMap(number -> number.number(0, Long.MAX_VALUE));
    Optional<Platform> platform = fields.find("platform").flatMap(Platform::read);
    Map<String, String> annotations =
        fields.find("annotations").map(Documents::texts).orElse(Map.of());
    return type.isPresent() && digest.isPresent() && size.isPresent()
        ? Optional.of(new Descriptor(type.get(), digest.get(), size.get(), platform, annotations))
        : Optional.empty();
  }

  static Optional<Digest> digest(Value value) {
    Optional<String> text = value.text();
    Optional<Digest> digest = text.flatMap(Digest::parse);
    if (text.isPresent() && digest.isEmpty()) {
      value.wrong("'" + Shown.text(text.get()) + "' is no digest of SHA-256 or SHA-512");
    }
    return digest;
  }

  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mediaType", mediaType);
    json.put("digest", digest.toString());
    json.put("size", size);
    if (!annotations.isEmpty()) {
      json.put("annotations", annotations);
    }
    platform.ifPresent(made -> json.put("platform", made.json()));
    return json;
  }

  Optional<String> tag() {
    return Optional.ofNullable(annotations.get(REFERENCE));
  }

  /** Whether the blob has this part in an image. */
  boolean is(MediaType.Role role) {
    return MediaType.of(mediaType).filter(type -> type.role() == role).isPresent();
  }
}
