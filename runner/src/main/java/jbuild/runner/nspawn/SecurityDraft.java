package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.linux.Capability;
import jbuild.runner.settings.Privileges;
import jbuild.runner.settings.Privileges.Selinux;
import jbuild.runner.settings.Privileges.SystemCalls;

/** What the machine may do, as far as options have said it. */
final class SecurityDraft {
  private final Set<Capability> added = EnumSet.noneOf(Capability.class);
  private final Set<Capability> dropped = EnumSet.noneOf(Capability.class);
  private final Set<Capability> ambient = EnumSet.noneOf(Capability.class);
  private boolean noNewPrivileges;
  private final List<String> calls = new ArrayList<>();
  private final List<String> families = new ArrayList<>();
  private boolean strict;
  private Optional<String> processLabel = Optional.empty();
  private Optional<String> fileLabel = Optional.empty();

  void set(String option, String value) {
    switch (option) {
      case "capability" -> added.addAll(CapabilityList.of(option, value));
      case "drop-capability" -> dropped.addAll(CapabilityList.of(option, value));
      case "ambient-capability" -> ambient.addAll(CapabilityList.ambient(option, value));
      case "no-new-privileges" -> noNewPrivileges = Truth.of(option, value);
      case "system-call-filter" -> addWords(calls, value);
      case "restrict-address-families" -> families.add(AddressFamilies.checked(option, value));
      case "selinux-context" -> processLabel = label(value);
      case "selinux-apifs-context" -> fileLabel = label(value);
      default -> throw new IllegalArgumentException("no option of security: " + option);
    }
  }

  private static void addWords(List<String> list, String value) {
    if (!value.isBlank()) {
      list.add(value);
    }
  }

  private static Optional<String> label(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  void forget(Group group) {
    switch (group) {
      case CAPABILITIES -> {
        added.clear();
        dropped.clear();
      }
      case AMBIENT -> ambient.clear();
      case SYSTEM_CALLS -> calls.clear();
      case ADDRESS_FAMILIES -> families.clear();
      default -> {
        // What is one value is replaced.
      }
    }
  }

  /** What was said of dropping these does not count any more. */
  void undrop(String value) {
    dropped.removeAll(CapabilityList.of("capability", value));
  }

  /** A network of the machine's own does not bring the right to configure it. */
  void configureNoNetwork() {
    if (!added.contains(Capability.NET_ADMIN)) {
      dropped.add(Capability.NET_ADMIN);
    }
  }

  /** What containers rarely need, and exploits often, is missing. */
  void beStrict() {
    strict = true;
  }

  Privileges privileges() {
    return new Privileges(
        added,
        dropped,
        ambient,
        noNewPrivileges,
        new SystemCalls(calls, families, strict),
        new Selinux(processLabel, fileLabel));
  }

  boolean noNewPrivileges() {
    return noNewPrivileges;
  }

  Set<Capability> ambient() {
    return ambient;
  }
}
