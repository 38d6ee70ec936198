package jbuild.builder.oci.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.text.JsonText;

/** A list of images: those of a layout, or one image for several platforms. */
public record Index(MediaType type, List<Descriptor> manifests) {
  public Index {
    Objects.requireNonNull(type);
    manifests = List.copyOf(manifests);
    if (type.role() != MediaType.Role.INDEX) {
      throw new IllegalArgumentException("no index: " + type);
    }
  }

  /**
   * Reads what may be hostile.
   *
   * @param name for messages
   * @param type what it was called where it was found
   */
  public static Index read(String name, byte[] bytes, MediaType type) {
    return Documents.read(
        name,
        bytes,
        fields -> {
          Documents.checkVersion(fields);
          Documents.checkType(fields, type.word());
          Documents.refuse(fields, "config", "layers", "fsLayers");
          Optional<List<Descriptor>> manifests =
              fields.require("manifests").map(Documents::descriptors);
          return manifests.map(found -> new Index(type, found));
        });
  }

  public byte[] json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", type.word());
    json.put("manifests", manifests.stream().map(Descriptor::json).toList());
    return JsonText.of(json);
  }
}
