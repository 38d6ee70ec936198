package jbuild.runner.resources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Reads the values of {@code --property=} in their order. */
final class PropertyReader {
  private static final String UNLIMITED = "infinity";
  private static final String KNOWN =
      "MemoryMax MemoryLimit MemoryHigh MemorySwapMax CPUQuota CPUWeight CPUShares TasksMax"
          + " IOWeight AllowedCPUs AllowedMemoryNodes DevicePolicy DeviceAllow";
  private static final String SIZES =
      "give bytes, also with K, M, G, T, P or E (1024 of each other), a percentage up to 100%,"
          + " or infinity";

  private final Map<String, Property> limits = new LinkedHashMap<>();
  private final List<DeviceAllowance> devices = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private Optional<DevicePolicy.Kind> policy = Optional.empty();

  Properties properties() {
    return new Properties(List.copyOf(limits.values()), policy, devices, others);
  }

  void read(String assignment) {
    String[] halves = assignment.split("=", 2);
    if (halves.length < 2) {
      throw unusable(assignment, "it has no value", "write --property=NAME=VALUE");
    }
    String value = halves[1].strip();
    switch (halves[0]) {
      case "MemoryMax", "MemoryLimit" -> memory(assignment, Property.MemoryLimit.Kind.MAX, value);
      case "MemoryHigh" -> memory(assignment, Property.MemoryLimit.Kind.HIGH, value);
      case "MemorySwapMax" -> memory(assignment, Property.MemoryLimit.Kind.SWAP_MAX, value);
      case "CPUQuota" ->
          limit(
              assignment,
              "CPUQuota",
              value,
              text ->
                  Amount.permyriads(text).filter(parts -> parts > 0).map(Property.CpuQuota::new),
              "give a percentage of one processor, for example 20%, or 150% for one and a half");
      case "CPUWeight" ->
          limit(
              assignment,
              "CPUWeight",
              value,
              PropertyReader::cpuWeight,
              "give a number from 1 to 10000, or idle");
      case "CPUShares" ->
          limit(
              assignment,
              "CPUWeight",
              value,
              text -> number(text, 2, 262_144).map(Property.CpuShares::new),
              "give a number from 2 to 262144");
      case "TasksMax" ->
          unlessUnlimited(
              assignment,
              "TasksMax",
              value,
              text -> Amount.count(text).filter(PropertyReader::isSome).map(Property.TasksMax::new),
              "give a number from 1, a percentage up to 100%, or infinity");
      case "IOWeight" ->
          limit(
              assignment,
              "IOWeight",
              value,
              text -> number(text, 1, 10_000).map(Property.IoWeight::new),
              "give a number from 1 to 10000");
      case "AllowedCPUs" -> allowed(assignment, Property.Allowed.Kind.PROCESSORS, value);
      case "AllowedMemoryNodes" -> allowed(assignment, Property.Allowed.Kind.MEMORY_NODES, value);
      case "DevicePolicy" -> policy = Optional.of(policy(assignment, value));
      case "DeviceAllow" -> allow(assignment, value);
      default -> others.add(assignment);
    }
  }

  static Failure unknown(String assignment) {
    return unusable(
        assignment,
        "without a scope of systemd nobody knows the property '"
            + assignment.substring(0, assignment.indexOf('='))
            + "'",
        "leave it out; jbuild itself knows " + KNOWN);
  }

  private void memory(String assignment, Property.MemoryLimit.Kind kind, String value) {
    boolean mayBeNone = kind == Property.MemoryLimit.Kind.SWAP_MAX;
    unlessUnlimited(
        assignment,
        kind.name(),
        value,
        text ->
            Amount.size(text)
                .filter(amount -> mayBeNone || isSome(amount))
                .map(amount -> new Property.MemoryLimit(kind, amount)),
        SIZES);
  }

  private static boolean isSome(Amount amount) {
    return amount.number() > 0;
  }

  private static Optional<Property> cpuWeight(String text) {
    return text.equals("idle")
        ? Optional.of(new Property.CpuIdle())
        : number(text, 1, 10_000).map(Property.CpuWeight::new);
  }

  private void allowed(String assignment, Property.Allowed.Kind kind, String value) {
    limit(
        assignment,
        kind.name(),
        value,
        text -> NumberSet.parse(text).map(numbers -> new Property.Allowed(kind, numbers)),
        "give numbers and ranges, for example 0-2,5");
  }

  private void unlessUnlimited(
      String assignment,
      String slot,
      String value,
      Function<String, Optional<? extends Property>> parser,
      String fix) {
    limit(assignment, slot, value.equals(UNLIMITED) ? "" : value, parser, fix);
  }

  /** Two properties of one slot replace each other. */
  private void limit(
      String assignment,
      String slot,
      String value,
      Function<String, Optional<? extends Property>> parser,
      String fix) {
    limits.remove(slot);
    if (!value.isEmpty()) {
      Property property =
          parser.apply(value).orElseThrow(() -> unusable(assignment, unfit(value), fix));
      limits.put(slot, property);
    }
  }

  private void allow(String assignment, String value) {
    if (value.isEmpty()) {
      devices.clear();
      return;
    }
    devices.add(
        DeviceAllowance.parse(value)
            .orElseThrow(
                () ->
                    unusable(
                        assignment,
                        unfit(value),
                        "give a node such as /dev/fuse, or char-NAME or block-NAME, and then"
                            + " letters of rwm")));
  }

  private static DevicePolicy.Kind policy(String assignment, String value) {
    return switch (value) {
      case "auto" -> DevicePolicy.Kind.OPEN;
      case "closed" -> DevicePolicy.Kind.CLOSED;
      case "strict" -> DevicePolicy.Kind.STRICT;
      default -> throw unusable(assignment, unfit(value), "give auto, closed or strict");
    };
  }

  private static Optional<Long> number(String text, long least, long most) {
    return text.matches("[0-9]{1,9}")
        ? Optional.of(Long.valueOf(text)).filter(number -> number >= least && number <= most)
        : Optional.empty();
  }

  private static String unfit(String value) {
    return "'" + value + "' is no value of it";
  }

  private static Failure unusable(String assignment, String why, String fix) {
    return new Failure(ExitStatus.FAILED, "cannot use --property=" + assignment, why, fix);
  }
}
