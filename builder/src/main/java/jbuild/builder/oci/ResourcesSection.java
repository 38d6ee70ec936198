package jbuild.builder.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.resources.Amount;
import jbuild.runner.resources.NumberSet;
import jbuild.runner.resources.Property;
import jbuild.runner.resources.Property.MemoryLimit;

/** Reads the object {@code linux.resources}, but for its devices. */
final class ResourcesSection {
  private static final String NO_EQUAL = "jbuild has no limit of this kind";
  private static final String OF_KERNEL = "the kernel does not do this any more";
  private static final long LEAST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final long LEAST_WEIGHT = 10;
  private static final long MOST_WEIGHT = 1_000;
  private static final long MOST_TIME = 1_000_000_000_000L;
  private static final long WHOLE = 10_000;

  private ResourcesSection() {}

  static List<Property> read(Fields resources) {
    List<Property> limits = new ArrayList<>();
    resources.find("memory").ifPresent(memory -> readMemory(memory, limits));
    resources.find("cpu").ifPresent(cpu -> readProcessors(cpu, limits));
    resources.find("blockIO").ifPresent(block -> readDisks(block, limits));
    resources.find("pids").ifPresent(pids -> readTasks(pids, limits));
    for (String name : List.of("hugepageLimits", "network", "rdma", "unified")) {
      resources.refuse(name, NO_EQUAL);
    }
    resources.end();
    return limits;
  }

  private static void readMemory(Value memory, List<Property> limits) {
    Fields fields = memory.fields();
    Optional<Value> limited = fields.find("limit");
    long limit = limited.flatMap(Value::limit).orElse(-1L);
    Optional<Value> swapped = fields.find("swap");
    long swap = swapped.flatMap(Value::limit).orElse(-1L);
    fields.ignore("reservation", "jbuild reserves no memory");
    fields.ignore("kernel", OF_KERNEL);
    fields.ignore("kernelTCP", OF_KERNEL);
    fields.ignore("swappiness", NO_EQUAL);
    fields.ignore("disableOOMKiller", OF_KERNEL);
    fields.ignore("useHierarchy", "machines are always part of the hierarchy");
    fields.ignore("checkBeforeUpdate", "a limit is set before anything runs");
    fields.end();
    if (limit == 0) {
      limited.get().wrong("a machine needs some memory");
    } else if (limit > 0) {
      limits.add(memory(MemoryLimit.Kind.MAX, limit));
    }
    if (swap < 0) {
      return;
    }
    if (limit <= 0) {
      swapped.get().ignored("it means something together with a limit of memory only");
    } else if (swap < limit) {
      swapped.get().ignored("it is the sum of memory and swap, and less than that of memory");
    } else {
      limits.add(memory(MemoryLimit.Kind.SWAP_MAX, swap - limit));
    }
  }

  private static Property memory(MemoryLimit.Kind kind, long bytes) {
    return new MemoryLimit(kind, new Amount(bytes, Amount.Unit.ONE));
  }

  private static void readProcessors(Value cpu, List<Property> limits) {
    Fields fields = cpu.fields();
    fields
        .find("shares")
        .flatMap(value -> value.number(LEAST_SHARES, MOST_SHARES))
        .ifPresent(shares -> limits.add(new Property.CpuShares(shares)));
    Optional<Value> quotaValue = fields.find("quota");
    Optional<Long> quota = quotaValue.flatMap(value -> value.number(-1, MOST_TIME));
    Optional<Long> period = fields.find("period").flatMap(value -> value.number(1, MOST_TIME));
    if (quota.isPresent() && quota.get() > 0) {
      if (period.isEmpty()) {
        cpu.wrong("a quota needs a period");
      } else {
        long permyriads = Math.max(1, quota.get() * WHOLE / period.get());
        limits.add(new Property.CpuQuota(permyriads));
      }
    } else if (quota.isPresent() && quota.get() == 0) {
      quotaValue.get().wrong("a machine needs some time");
    }
    fields.find("cpus").ifPresent(value -> allow(value, Property.Allowed.Kind.PROCESSORS, limits));
    fields
        .find("mems")
        .ifPresent(value -> allow(value, Property.Allowed.Kind.MEMORY_NODES, limits));
    for (String name : List.of("realtimeRuntime", "realtimePeriod", "burst", "idle")) {
      fields.refuse(name, NO_EQUAL);
    }
    fields.end();
  }

  private static void allow(Value value, Property.Allowed.Kind kind, List<Property> limits) {
    Optional<String> text = value.text().filter(words -> !words.isEmpty());
    if (text.isEmpty()) {
      return;
    }
    Optional<NumberSet> numbers = NumberSet.parse(text.get());
    if (numbers.isPresent()) {
      limits.add(new Property.Allowed(kind, numbers.get()));
    } else {
      value.wrong("it is no list of numbers such as 0-2,5");
    }
  }

  private static void readDisks(Value block, List<Property> limits) {
    Fields fields = block.fields();
    // 500 is usual there, 100 for properties.
    fields
        .find("weight")
        .flatMap(value -> value.number(LEAST_WEIGHT, MOST_WEIGHT))
        .ifPresent(weight -> limits.add(new Property.IoWeight(Math.max(1, weight / 5))));
    fields.ignore("leafWeight", OF_KERNEL);
    for (String name :
        List.of(
            "weightDevice",
            "throttleReadBpsDevice",
            "throttleWriteBpsDevice",
            "throttleReadIOPSDevice",
            "throttleWriteIOPSDevice")) {
      fields.refuse(name, NO_EQUAL);
    }
    fields.end();
  }

  private static void readTasks(Value pids, List<Property> limits) {
    Fields fields = pids.fields();
    Optional<Long> limit = fields.require("limit").flatMap(Value::limit);
    fields.end();
    // Zero is what writers in Go leave behind who mean nothing by it.
    if (limit.isPresent() && limit.get() > 0) {
      Amount amount = new Amount(limit.get(), Amount.Unit.ONE);
      limits.add(new Property.TasksMax(amount));
    }
  }
}
