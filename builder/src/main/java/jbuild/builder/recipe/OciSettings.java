package jbuild.builder.recipe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an image of OCI says of how its containers start.
 *
 * @param entrypoint the first words of the command
 * @param cmd the words after them; when both are empty the system's init starts, or a shell
 * @param env as NAME=VALUE
 * @param user of the image, also with a group
 * @param exposedPorts as {@code 80/tcp}
 * @param labels as NAME=VALUE
 * @param stopSignal name or number
 * @param compression of the layers
 */
public record OciSettings(
    List<String> entrypoint,
    List<String> cmd,
    List<String> env,
    Optional<String> user,
    Optional<String> workingDir,
    List<String> exposedPorts,
    List<String> labels,
    Optional<String> stopSignal,
    LayerCompression compression) {
  /** As for a recipe that says nothing of it. */
  public static final OciSettings STANDARD =
      new OciSettings(
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          LayerCompression.GZIP);

  public OciSettings {
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    env = List.copyOf(env);
    Objects.requireNonNull(user);
    Objects.requireNonNull(workingDir);
    exposedPorts = List.copyOf(exposedPorts);
    labels = List.copyOf(labels);
    Objects.requireNonNull(stopSignal);
    Objects.requireNonNull(compression);
  }
}
