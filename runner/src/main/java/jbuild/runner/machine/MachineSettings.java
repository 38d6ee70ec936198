package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import jbuild.runner.linux.Capability;

/**
 * All that is decided about a machine before it starts. Settings that exist are valid.
 *
 * @param root the directory that becomes its /
 * @param hostname of its own; the machine's name when empty
 * @param uuid used when the image has no machine-id
 * @param environment on top of what every machine gets, and stronger
 * @param workingDirectory of the payload; what suits the payload when empty
 * @param isolation what the machine has of its own instead of sharing the host's
 * @param integration what of the host's the machine's files are adapted to
 * @param notifyReady whether the machine counts as ready only when its init says so
 */
public record MachineSettings(
    MachineName name,
    Path root,
    Payload payload,
    Optional<String> hostname,
    Optional<UUID> uuid,
    Map<String, String> environment,
    List<BindMount> binds,
    Optional<String> workingDirectory,
    Isolation isolation,
    Integration integration,
    boolean notifyReady) {

  /**
   * What a machine has of its own.
   *
   * @param privateNetwork a loopback device; else it shares the host's network
   * @param users a range of the host's users; else its users are the host's
   * @param readOnly whether its image cannot be written
   * @param suppressSync whether writing files through to the disk does nothing
   * @param capabilities that it may have beside those of every machine
   */
  public record Isolation(
      boolean privateNetwork,
      Optional<UserNamespace> users,
      boolean readOnly,
      boolean suppressSync,
      Set<Capability> capabilities) {
    public static final Isolation STANDARD =
        new Isolation(false, Optional.empty(), false, false, Set.of());

    public Isolation {
      capabilities = Set.copyOf(capabilities);
    }
  }

  /** Which files of the machine follow the host's. */
  public record Integration(ResolvConf resolvConf, boolean timezone) {
    /** None: the image is left as it is. */
    public static final Integration NONE = new Integration(ResolvConf.OFF, false);

    /** What systemd-nspawn does when it is not told otherwise. */
    public static Integration fitting(Isolation isolation) {
      return new Integration(
          ResolvConf.fitting(isolation.privateNetwork(), isolation.readOnly()), true);
    }
  }

  public MachineSettings {
    Objects.requireNonNull(name);
    Objects.requireNonNull(payload);
    Objects.requireNonNull(isolation);
    Objects.requireNonNull(integration);
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + root);
    }
    if (!workingDirectory.map(path -> path.startsWith("/")).orElse(true)) {
      throw new IllegalArgumentException("not absolute: " + workingDirectory.get());
    }
    // In the order given, because payloads see it.
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    binds = List.copyOf(binds);
  }

  /** Nothing special: the defaults of systemd-nspawn. */
  public static MachineSettings of(MachineName name, Path root, Payload payload) {
    return new MachineSettings(
        name,
        root,
        payload,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Isolation.STANDARD,
        Integration.fitting(Isolation.STANDARD),
        false);
  }
}
