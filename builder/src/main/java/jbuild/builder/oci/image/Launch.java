package jbuild.builder.oci.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import jbuild.builder.oci.Fields;
import jbuild.builder.oci.Value;

/**
 * How the maker of an image wants its containers to start.
 *
 * @param entrypoint the first words of the command
 * @param cmd the words after those, unless somebody gives others
 * @param env as NAME=VALUE
 * @param user name or number, also with a group: {@code user:group}
 * @param exposedPorts as {@code 80/tcp}
 * @param volumes paths whose content is worth keeping
 * @param stopSignal name or number
 */
public record Launch(
    List<String> entrypoint,
    List<String> cmd,
    List<String> env,
    Optional<String> user,
    Optional<String> workingDir,
    List<String> exposedPorts,
    List<String> volumes,
    Map<String, String> labels,
    Optional<String> stopSignal) {
  /** Says nothing. */
  public static final Launch NONE =
      new Launch(
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Map.of(),
          Optional.empty());

  public Launch {
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    env = List.copyOf(env);
    Objects.requireNonNull(user);
    Objects.requireNonNull(workingDir);
    exposedPorts = exposedPorts.stream().sorted().toList();
    volumes = volumes.stream().sorted().toList();
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    Objects.requireNonNull(stopSignal);
  }

  static Launch read(Value config) {
    Fields fields = config.presentFields();
    return new Launch(
        texts(fields, "Entrypoint"),
        texts(fields, "Cmd"),
        texts(fields, "Env"),
        text(fields, "User"),
        text(fields, "WorkingDir"),
        keys(fields, "ExposedPorts"),
        keys(fields, "Volumes"),
        fields.find("Labels").map(Documents::texts).orElse(Map.of()),
        text(fields, "StopSignal"));
  }

  private static List<String> texts(Fields fields, String name) {
    return fields.find(name).map(Value::texts).orElse(List.of());
  }

  private static Optional<String> text(Fields fields, String name) {
    return fields.find(name).flatMap(Value::text).filter(text -> !text.isEmpty());
  }

  /** An object whose values are empty objects stands for a set. */
  private static List<String> keys(Fields fields, String name) {
    Optional<Value> set = fields.find(name);
    return set.map(found -> List.copyOf(found.entries().keySet())).orElse(List.of());
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    user.ifPresent(text -> json.put("User", text));
    putUnlessEmpty(json, "ExposedPorts", set(exposedPorts));
    putUnlessEmpty(json, "Env", env);
    putUnlessEmpty(json, "Entrypoint", entrypoint);
    putUnlessEmpty(json, "Cmd", cmd);
    putUnlessEmpty(json, "Volumes", set(volumes));
    workingDir.ifPresent(text -> json.put("WorkingDir", text));
    putUnlessEmpty(json, "Labels", labels);
    stopSignal.ifPresent(text -> json.put("StopSignal", text));
    return json;
  }

  private static void putUnlessEmpty(Map<String, Object> json, String name, List<?> list) {
    if (!list.isEmpty()) {
      json.put(name, list);
    }
  }

  private static void putUnlessEmpty(Map<String, Object> json, String name, Map<?, ?> map) {
    if (!map.isEmpty()) {
      json.put(name, map);
    }
  }

  private static Map<String, Object> set(List<String> keys) {
    Map<String, Object> set = new LinkedHashMap<>();
    keys.forEach(key -> set.put(key, Map.of()));
    return set;
  }
}
