package jbuild.builder.oci.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.text.JsonText;

/** One image: its configuration and its layers, the lowest first. */
public record Manifest(MediaType type, Descriptor config, List<Descriptor> layers) {
  public Manifest {
    Objects.requireNonNull(config);
    layers = List.copyOf(layers);
    if (type.role() != MediaType.Role.MANIFEST) {
      throw new IllegalArgumentException("no manifest: " + type);
    }
  }

  /**
   * Reads what may be hostile.
   *
   * @param name for messages
   * @param type what it was called where it was found
   */
  public static Manifest read(String name, byte[] bytes, MediaType type) {
    return Documents.read(
        name,
        bytes,
        fields -> {
          Documents.checkVersion(fields);
          Documents.checkType(fields, type.word());
          Documents.refuse(fields, "manifests", "fsLayers");
          Optional<Descriptor> config = fields.require("config").flatMap(Descriptor::read);
          Optional<List<Descriptor>> layers = fields.require("layers").map(Documents::descriptors);
          return config.map(found -> new Manifest(type, found, layers.orElse(List.of())));
        });
  }

  public byte[] json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", type.word());
    json.put("config", config.json());
    json.put("layers", layers.stream().map(Descriptor::json).toList());
    return JsonText.of(json);
  }
}
