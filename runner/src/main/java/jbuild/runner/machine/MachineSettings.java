package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * All that is decided about a machine before it starts. Settings that exist are valid.
 *
 * @param root the directory that becomes its /
 * @param hostname of its own; the machine's name when empty
 * @param uuid used when the image has no machine-id
 * @param environment on top of what every machine gets, and stronger
 * @param privateNetwork whether it has a network of its own (a loopback device) or the host's
 * @param suppressSync whether syncing files to disk does nothing
 */
public record MachineSettings(
    MachineName name,
    Path root,
    Payload payload,
    Console console,
    Optional<String> hostname,
    Optional<UUID> uuid,
    Map<String, String> environment,
    List<BindMount> binds,
    Optional<String> workingDirectory,
    boolean readOnly,
    boolean privateNetwork,
    Optional<UserNamespace> users,
    boolean suppressSync,
    boolean notifyReady) {
  public MachineSettings {
    Objects.requireNonNull(name);
    Objects.requireNonNull(payload);
    Objects.requireNonNull(console);
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + root);
    }
    // A LinkedHashMap, because payloads see the order.
    environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    binds = List.copyOf(binds);
  }

  /** Nothing special: the defaults of systemd-nspawn. */
  public static MachineSettings of(MachineName name, Path root, Payload payload, Console console) {
    return new MachineSettings(
        name,
        root,
        payload,
        console,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        false,
        false);
  }
}
