package jbuild.runner.resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import jbuild.runner.linux.DeviceRule;
import jbuild.runner.linux.DeviceRule.Access;
import jbuild.runner.linux.FileType;

/**
 * Which devices a machine may open, and make nodes of; others neither root in it nor a node in its
 * image opens.
 *
 * @param kind what is allowed apart from the additions
 */
public record DevicePolicy(Kind kind, List<DeviceRule> additions) {
  /** As {@code DevicePolicy=} of systemd.resource-control(5). */
  public enum Kind {
    /** All: {@code auto} when nothing is allowed expressly. */
    OPEN,
    CLOSED,
    STRICT
  }

  /** No limit, for programs that make devices: those that install systems. */
  public static final DevicePolicy OPEN = new DevicePolicy(Kind.OPEN, List.of());

  /** What the scope of a machine of systemd-nspawn has where machined is. */
  public static final DevicePolicy CLOSED = new DevicePolicy(Kind.CLOSED, List.of());

  private static final Set<Access> USE = EnumSet.of(Access.READ, Access.WRITE);

  /** Harmless, and the same everywhere: devices.txt of the kernel's documentation. */
  private static final List<DeviceRule> PSEUDO_DEVICES =
      List.of(
          DeviceRule.character(1, 3), // null
          DeviceRule.character(1, 5), // zero
          DeviceRule.character(1, 7), // full
          DeviceRule.character(1, 8), // random
          DeviceRule.character(1, 9), // urandom
          DeviceRule.character(5, 0), // tty
          DeviceRule.character(5, 2), // ptmx
          // Nodes without a device behind them: systemd hides files below such, layers of
          // overlay file systems mark by them what was removed.
          DeviceRule.character(0, 0),
          new DeviceRule(FileType.BLOCK_DEVICE, 0, 0, EnumSet.allOf(Access.class)));

  /** Terminals, tunnels, and file systems in programs. */
  private static final List<DeviceRule> OF_MACHINES =
      List.of(
          new DeviceRule(FileType.CHARACTER_DEVICE, 136, DeviceRule.ANY, USE), // pts
          DeviceRule.character(10, 200), // net/tun
          DeviceRule.character(10, 229)); // fuse

  public DevicePolicy {
    additions = List.copyOf(additions);
  }

  boolean isOpen() {
    return kind == Kind.OPEN;
  }

  /** Allows what a bind mount shows, when that is a device: reading, and writing where it can. */
  public DevicePolicy allowingBound(Path source, boolean readOnly) {
    if (isOpen()) {
      return this;
    }
    Set<Access> access = readOnly ? EnumSet.of(Access.READ) : USE;
    return DeviceAllowance.node(source.toString(), access)
        .map(rule -> allowing(List.of(rule)))
        .orElse(this);
  }

  /** With what the user asks for expressly. */
  DevicePolicy with(Properties properties) {
    List<DeviceRule> asked = new ArrayList<>();
    if (!properties.devices().isEmpty()) {
      DeviceGroups groups = DeviceGroups.ofHost();
      for (DeviceAllowance allowance : properties.devices()) {
        asked.addAll(allowance.rules(groups));
      }
    }
    Kind wanted = properties.devicePolicy().orElse(kind);
    // Whoever allows something means that the rest is not.
    boolean closes = wanted == Kind.OPEN && !properties.devices().isEmpty();
    return new DevicePolicy(closes ? Kind.CLOSED : wanted, additions).allowing(asked);
  }

  private DevicePolicy allowing(List<DeviceRule> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<DeviceRule> all = new ArrayList<>(additions);
    all.addAll(more);
    return new DevicePolicy(kind, all);
  }

  /** All that is allowed, unless it is open. */
  List<DeviceRule> rules() {
    List<DeviceRule> rules = new ArrayList<>();
    if (kind == Kind.CLOSED) {
      rules.addAll(PSEUDO_DEVICES);
    }
    rules.addAll(OF_MACHINES);
    rules.addAll(additions);
    return rules;
  }
}
