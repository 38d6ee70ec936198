package jbuild.builder.oci.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.oci.Fields;
import jbuild.builder.oci.Value;
import jbuild.builder.text.JsonText;

/**
 * What an image is beside its files.
 *
 * @param created as in RFC 3339
 * @param diffIds digests of the layers without compression, the lowest first
 * @param steps for each layer, what has made it; empty when nobody knows
 */
public record ImageConfig(
    Platform platform,
    Optional<String> created,
    Launch launch,
    List<Digest> diffIds,
    List<String> steps) {
  public ImageConfig {
    Objects.requireNonNull(platform);
    Objects.requireNonNull(created);
    Objects.requireNonNull(launch);
    diffIds = List.copyOf(diffIds);
    steps = List.copyOf(steps);
    if (!steps.isEmpty() && steps.size() != diffIds.size()) {
      throw new IllegalArgumentException("a step has made one layer each");
    }
  }

  /**
   * Reads what may be hostile. Who made which layer is not read: it is for people.
   *
   * @param name for messages
   */
  public static ImageConfig read(String name, byte[] bytes) {
    return Documents.read(
        name,
        bytes,
        fields -> {
          Documents.refuse(fields, "layers", "manifests");
          Optional<String> os = fields.require("os").flatMap(Value::text);
          Optional<String> architecture = fields.require("architecture").flatMap(Value::text);
          Optional<String> variant = fields.find("variant").flatMap(Value::text);
          Optional<String> created = fields.find("created").flatMap(Value::text);
          Launch launch = fields.find("config").map(Launch::read).orElse(Launch.NONE);
          List<Digest> diffIds =
              fields.require("rootfs").map(ImageConfig::diffIds).orElse(List.of());
          return os.isPresent() && architecture.isPresent()
              ? Optional.of(
                  new ImageConfig(
                      new Platform(os.get(), architecture.get(), variant),
                      created,
                      launch,
                      diffIds,
                      List.of()))
              : Optional.empty();
        });
  }

  private static List<Digest> diffIds(Value rootfs) {
    Fields fields = rootfs.presentFields();
    Optional<Value> type = fields.require("type");
    if (!type.flatMap(Value::text).orElse("layers").equals("layers")) {
      type.get().wrong("images consist of layers");
    }
    List<Digest> digests = new ArrayList<>();
    for (Value item : fields.find("diff_ids").map(Value::items).orElse(List.of())) {
      Descriptor.digest(item).ifPresent(digests::add);
    }
    return digests;
  }

  public byte[] json() {
    Map<String, Object> json = new LinkedHashMap<>();
    created.ifPresent(time -> json.put("created", time));
    json.putAll(platform.json());
    json.put("config", launch.json());
    Map<String, Object> rootfs = new LinkedHashMap<>();
    rootfs.put("type", "layers");
    rootfs.put("diff_ids", diffIds.stream().map(Digest::toString).toList());
    json.put("rootfs", rootfs);
    if (!steps.isEmpty()) {
      json.put("history", steps.stream().map(this::history).toList());
    }
    return JsonText.of(json);
  }

  private Map<String, Object> history(String step) {
    Map<String, Object> json = new LinkedHashMap<>();
    created.ifPresent(time -> json.put("created", time));
    json.put("created_by", step);
    return json;
  }
}
