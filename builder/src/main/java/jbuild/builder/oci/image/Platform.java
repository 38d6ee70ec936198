package jbuild.builder.oci.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.oci.Fields;
import jbuild.builder.oci.Shown;
import jbuild.builder.oci.Value;
import jbuild.builder.processor.HostArchitecture;

/**
 * What an image runs on.
 *
 * @param architecture in the words of Go, which for ours are those of Debian too
 */
public record Platform(String os, String architecture, Optional<String> variant) {
  private static final String LINUX = "linux";

  public Platform {
    Objects.requireNonNull(os);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(variant);
  }

  public static Platform linux(String architecture) {
    return new Platform(LINUX, architecture, Optional.empty());
  }

  /** Of this host. */
  public static Platform host() {
    return linux(HostArchitecture.current().names().get(0));
  }

  static Optional<Platform> read(Value value) {
    Fields fields = value.presentFields();
    Optional<String> os = fields.require("os").flatMap(Value::text);
    Optional<String> architecture = fields.require("architecture").flatMap(Value::text);
    Optional<String> variant =
        fields.find("variant").flatMap(Value::text).filter(text -> !text.isEmpty());
    return os.isPresent() && architecture.isPresent()
        ? Optional.of(new Platform(os.get(), architecture.get(), variant))
        : Optional.empty();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architecture", architecture);
    json.put("os", os);
    variant.ifPresent(word -> json.put("variant", word));
    return json;
  }

  /** Whether what is made for the other runs here too, whatever the variant. */
  boolean runs(Platform other) {
    return os.equals(other.os) && architecture.equals(other.architecture);
  }

  @Override
  public String toString() {
    return Shown.text(os + "/" + architecture + variant.map(word -> "/" + word).orElse(""));
  }
}
