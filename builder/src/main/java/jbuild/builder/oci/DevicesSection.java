package jbuild.builder.oci;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.linux.DeviceRule;
import jbuild.runner.linux.DeviceRule.Access;
import jbuild.runner.linux.FileType;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.settings.Particulars.DeviceNode;

/** Reads the lists {@code linux.devices} and {@code linux.resources.devices}. */
final class DevicesSection {
  private static final int LARGEST_MAJOR = (1 << 12) - 1;
  private static final int LARGEST_MINOR = (1 << 20) - 1;
  private static final int ALL_PERMISSIONS = 07777;
  private static final long USUAL_MODE = 0644;

  /** What every machine has: memory devices, terminals, tunnels, file systems in programs. */
  private static final Set<String> OF_MACHINES =
      Set.of("1:3", "1:5", "1:7", "1:8", "1:9", "5:0", "5:1", "5:2", "10:200", "10:229");

  private DevicesSection() {}

  static List<DeviceNode> nodes(Value devices) {
    List<DeviceNode> nodes = new ArrayList<>();
    for (Value item : devices.items()) {
      node(item).ifPresent(nodes::add);
    }
    return nodes;
  }

  private static Optional<DeviceNode> node(Value item) {
    Fields fields = item.fields();
    Optional<Value> typed = fields.require("type");
    Optional<FileType> type = typed.flatMap(DevicesSection::type);
    Optional<Value> placed = fields.require("path");
    Optional<String> path = placed.flatMap(Value::path);
    Optional<Integer> major = number(fields.find("major"), 0, LARGEST_MAJOR);
    Optional<Integer> minor = number(fields.find("minor"), 0, LARGEST_MINOR);
    Optional<Integer> mode = number(fields.find("fileMode"), 0, ALL_PERMISSIONS);
    long uid = fields.find("uid").flatMap(Value::id).orElse(0L);
    long gid = fields.find("gid").flatMap(Value::id).orElse(0L);
    fields.end();
    if (type.isEmpty() || path.isEmpty()) {
      return Optional.empty();
    }
    if (type.get() != FileType.FIFO && (major.isEmpty() || minor.isEmpty())) {
      item.wrong("a device has a major and a minor number");
      return Optional.empty();
    }
    boolean inDirectory = path.get().startsWith("/dev/") && !path.get().endsWith("/");
    if (!inDirectory || path.get().startsWith("/dev/pts/")) {
      placed.get().wrong("jbuild makes devices below /dev only, and not in /dev/pts");
      return Optional.empty();
    }
    if (type.get() == FileType.CHARACTER_DEVICE
        && OF_MACHINES.contains(major.get() + ":" + minor.get())) {
      return Optional.empty();
    }
    return Optional.of(
        new DeviceNode(
            path.get(),
            type.get(),
            major.orElse(0),
            minor.orElse(0),
            mode.orElse((int) USUAL_MODE),
            uid,
            gid));
  }

  private static Optional<Integer> number(Optional<Value> value, int least, int most) {
    return value.flatMap(found -> found.number(least, most)).map(Long::intValue);
  }

  private static Optional<FileType> type(Value type) {
    Optional<String> letter = type.text();
    switch (letter.orElse("")) {
      case "c", "u" -> {
        return Optional.of(FileType.CHARACTER_DEVICE);
      }
      case "b" -> {
        return Optional.of(FileType.BLOCK_DEVICE);
      }
      case "p" -> {
        return Optional.of(FileType.FIFO);
      }
      default -> {
        letter.ifPresent(text -> type.wrong("it is none of c, u, b and p"));
        return Optional.empty();
      }
    }
  }

  /** Without a list, a machine may open the devices that it gets. */
  static DevicePolicy policy(Optional<Value> rules, List<DeviceNode> nodes) {
    List<DeviceRule> allowed = new ArrayList<>();
    if (rules.isEmpty()) {
      for (DeviceNode node : nodes) {
        if (node.type() != FileType.FIFO) {
          allowed.add(
              new DeviceRule(node.type(), node.major(), node.minor(), EnumSet.allOf(Access.class)));
        }
      }
      return new DevicePolicy(DevicePolicy.Kind.CLOSED, allowed);
    }
    boolean open = false;
    for (Value item : rules.get().items()) {
      open |= addRules(item, allowed);
    }
    return open ? DevicePolicy.OPEN : new DevicePolicy(DevicePolicy.Kind.CLOSED, allowed);
  }

  /** True when the entry allows everything. */
  private static boolean addRules(Value item, List<DeviceRule> rules) {
    Fields fields = item.fields();
    Optional<Boolean> allow = fields.require("allow").flatMap(Value::truth);
    Optional<Value> typed = fields.find("type");
    String type = typed.flatMap(Value::text).orElse("a");
    int major = number(fields.find("major"), -1, LARGEST_MAJOR).orElse(DeviceRule.ANY);
    int minor = number(fields.find("minor"), -1, LARGEST_MINOR).orElse(DeviceRule.ANY);
    Set<Access> access =
        fields.find("access").map(DevicesSection::access).orElse(EnumSet.noneOf(Access.class));
    fields.end();
    boolean all =
        type.equals("a")
            && major == DeviceRule.ANY
            && minor == DeviceRule.ANY
            && access.size() == 3;
    if (!Set.of("a", "b", "c").contains(type)) {
      typed.get().wrong("it is none of a, b and c");
    } else if (allow.isPresent() && !allow.get()) {
      if (!all) {
        item.ignored("what is not allowed is forbidden anyway");
      }
    } else if (access.isEmpty()) {
      item.ignored("it allows nothing");
    } else if (type.equals("a") && major != DeviceRule.ANY) {
      item.wrong("a major number means something with the type b or c only");
    } else if (minor != DeviceRule.ANY && major == DeviceRule.ANY) {
      item.wrong("a minor number means something with a major one only");
    } else if (allow.isPresent() && !all) {
      for (FileType kind : kinds(type)) {
        rules.add(new DeviceRule(kind, major, minor, access));
      }
    }
    return all && allow.orElse(false);
  }

  private static List<FileType> kinds(String type) {
    return switch (type) {
      case "b" -> List.of(FileType.BLOCK_DEVICE);
      case "c" -> List.of(FileType.CHARACTER_DEVICE);
      default -> List.of(FileType.BLOCK_DEVICE, FileType.CHARACTER_DEVICE);
    };
  }

  private static Set<Access> access(Value letters) {
    Set<Access> access = EnumSet.noneOf(Access.class);
    String text = letters.text().orElse("");
    for (Access each : Access.values()) {
      if (text.indexOf(each.letter()) != -1) {
        access.add(each);
      }
    }
    if (!text.matches("[rwm]*")) {
      letters.wrong("it has other letters than r, w and m");
    }
    return access;
  }
}
