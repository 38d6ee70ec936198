package jbuild.builder.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.linux.SeccompProfile;
import jbuild.runner.linux.SharedNamespace;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Property;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution.Personality;
import jbuild.runner.settings.Particulars.DeviceNode;
import jbuild.runner.settings.UserNamespace;

/**
 * What only Linux has, as a bundle describes it.
 *
 * @param ownNetwork empty when it does not matter
 * @param masked mounts that hide what nobody may see
 */
record OciLinux(
    Optional<Boolean> ownNetwork,
    Set<SharedNamespace> shared,
    Optional<UserNamespace> users,
    List<DeviceNode> devices,
    Optional<String> slice,
    List<Property> limits,
    DevicePolicy policy,
    Map<String, String> sysctl,
    Optional<SeccompProfile> seccomp,
    List<CustomMount> masked,
    List<String> readOnlyPaths,
    Optional<Personality> personality) {
  private static final String DOMAIN = "kernel.domainname";

  static final OciLinux NONE =
      new OciLinux(
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of(),
          DevicePolicy.CLOSED,
          Map.of(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty());

  boolean sharesName() {
    return shared.contains(SharedNamespace.HOSTNAME);
  }

  Optional<String> domain() {
    return Optional.ofNullable(sysctl.get(DOMAIN));
  }

  /** What is written, other than the domain, which has a call of its own. */
  Map<String, String> written() {
    Map<String, String> settings = new LinkedHashMap<>(sysctl);
    settings.remove(DOMAIN);
    return settings;
  }

  /** The same with a domain of its own, which the kernel takes for a setting. */
  OciLinux withDomain(String name) {
    Map<String, String> settings = new LinkedHashMap<>(sysctl);
    settings.put(DOMAIN, name);
    return new OciLinux(
        ownNetwork,
        shared,
        users,
        devices,
        slice,
        limits,
        policy,
        settings,
        seccomp,
        masked,
        readOnlyPaths,
        personality);
  }
}
