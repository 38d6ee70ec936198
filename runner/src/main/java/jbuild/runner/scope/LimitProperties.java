package jbuild.runner.scope;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import jbuild.runner.bus.Value;
import jbuild.runner.linux.DeviceRule;
import jbuild.runner.linux.FileType;
import jbuild.runner.resources.DeviceAllowance;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.NumberSet;
import jbuild.runner.resources.Properties;
import jbuild.runner.resources.Property;

/**
 * What limits machines everywhere, as systemd wants it from whoever starts a unit; see
 * org.freedesktop.systemd1(5).
 */
final class LimitProperties {
  /** What CPUWeight= is of a unit that gets only what nobody else wants. */
  private static final long IDLE = 0;

  private static final long MICROS_OF_PERMYRIAD = 100;

  private LimitProperties() {}

  static Value property(String name, Value value) {
    return Value.struct(Value.text(name), Value.variant(value));
  }

  static Value of(Property limit) {
    if (limit instanceof Property.MemoryLimit memory) {
      return number(limit.name(), memory.bytes());
    }
    if (limit instanceof Property.CpuQuota quota) {
      return number("CPUQuotaPerSecUSec", quota.permyriads() * MICROS_OF_PERMYRIAD);
    }
    if (limit instanceof Property.CpuWeight cpu) {
      return number(limit.name(), cpu.weight());
    }
    if (limit instanceof Property.CpuIdle) {
      return number(limit.name(), IDLE);
    }
    if (limit instanceof Property.CpuShares cpu) {
      return number(limit.name(), cpu.shares());
    }
    if (limit instanceof Property.TasksMax tasks) {
      return number(limit.name(), tasks.tasks());
    }
    if (limit instanceof Property.IoWeight io) {
      return number(limit.name(), io.weight());
    }
    return property(limit.name(), mask(((Property.Allowed) limit).numbers()));
  }

  static Value number(String name, long number) {
    return property(name, Value.uint64(number));
  }

  /** A bit for each. */
  static Value mask(NumberSet set) {
    BitSet numbers = set.numbers();
    return Value.bytes(numbers.toByteArray());
  }

  /**
   * What devices a machine may open.
   *
   * @param policy what holds when the properties do not say otherwise
   */
  static List<Value> devices(DevicePolicy policy, Properties asked) {
    DevicePolicy.Kind kind = asked.devicePolicy().orElse(policy.kind());
    boolean open = kind == DevicePolicy.Kind.OPEN && asked.devices().isEmpty();
    if (open || !canBeNamed(policy.additions())) {
      // Then nobody but the machine's own group limits them.
      return List.of(property("DevicePolicy", Value.text("auto")));
    }
    List<Value> allowed = new ArrayList<>();
    allowed.add(pair("/dev/net/tun", "rwm"));
    allowed.add(pair("/dev/fuse", "rwm"));
    allowed.add(pair("char-pts", "rw"));
    for (DeviceRule rule : policy.additions()) {
      String type = rule.type() == FileType.BLOCK_DEVICE ? "block" : "char";
      String node = "/dev/" + type + "/" + rule.major() + ":" + rule.minor();
      allowed.add(pair(node, rule.letters()));
    }
    for (DeviceAllowance allowance : asked.devices()) {
      allowed.add(pair(allowance.specifier(), allowance.letters()));
    }
    String word = kind == DevicePolicy.Kind.STRICT ? "strict" : "closed";
    return List.of(
        property("DevicePolicy", Value.text(word)),
        property("DeviceAllow", Value.array("(ss)", allowed)));
  }

  /** All of a driver have a name only where it is in use. */
  private static boolean canBeNamed(List<DeviceRule> rules) {
    for (DeviceRule rule : rules) {
      if (rule.major() == DeviceRule.ANY || rule.minor() == DeviceRule.ANY) {
        return false;
      }
    }
    return true;
  }

  private static Value pair(String first, String second) {
    return Value.struct(Value.text(first), Value.text(second));
  }
}
