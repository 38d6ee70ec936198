package jbuild.runner.resources;

import java.nio.file.Path;

/**
 * One thing that a machine may use so much of, with the meaning of systemd.resource-control(5).
 *
 * <p>The files are described in {@code cgroup-v2.rst} and below {@code cgroup-v1} of the kernel's
 * documentation.
 */
public sealed interface Property {
  /** As users write it. */
  String name();

  /** The controller that enforces it, which has another name in version 1 in one case. */
  String controller(boolean unified);

  /** Whether version 1 has an equal of it. */
  default boolean isInVersion1() {
    return true;
  }

  /** Applies it to a group. */
  void apply(GroupFiles files);

  private static HostCapacity host() {
    return new HostCapacity(Path.of("/proc"));
  }

  /** So much memory. */
  record MemoryLimit(Kind kind, Amount limit) implements Property {
    /** What happens at the limit. Version 1 can limit swap only in one sum with memory. */
    public enum Kind {
      /** Programs are killed. */
      MAX("MemoryMax", "memory.max"),
      /** Programs are slowed down. */
      HIGH("MemoryHigh", "memory.high"),
      /** No more is swapped out. */
      SWAP_MAX("MemorySwapMax", "memory.swap.max");

      private final String property;
      private final String file;

      Kind(String property, String file) {
        this.property = property;
        this.file = file;
      }
    }

    @Override
    public String name() {
      return kind.property;
    }

    @Override
    public String controller(boolean unified) {
      return "memory";
    }

    @Override
    public boolean isInVersion1() {
      return kind == Kind.MAX;
    }

    /** Of this host, where it is a part of all memory. */
    public long bytes() {
      return limit.of(() -> host().memory());
    }

    @Override
    public void apply(GroupFiles files) {
      files.set(files.unified() ? kind.file : "memory.limit_in_bytes", bytes());
    }
  }

  /**
   * So much time of processors.
   *
   * @param permyriads of one processor: 10,000 are all of it
   */
  record CpuQuota(long permyriads) implements Property {
    private static final long PERIOD = 100_000;
    private static final long LONGEST_PERIOD = 1_000_000;
    private static final long SHORTEST_QUOTA = 1_000;
    private static final long WHOLE = 10_000;

    public CpuQuota {
      if (permyriads < 1) {
        throw new IllegalArgumentException("no time at all");
      }
    }

    @Override
    public String name() {
      return "CPUQuota";
    }

    @Override
    public String controller(boolean unified) {
      return "cpu";
    }

    @Override
    public void apply(GroupFiles files) {
      // The kernel takes no shorter quota, so very small ones need a longer period.
      long period = Math.max(PERIOD, Math.min(LONGEST_PERIOD, SHORTEST_QUOTA * WHOLE / permyriads));
      long quota = Math.max(SHORTEST_QUOTA, Math.multiplyExact(period, permyriads) / WHOLE);
      if (files.unified()) {
        files.set("cpu.max", quota + " " + period);
      } else {
        files.set("cpu.cfs_period_us", period);
        files.set("cpu.cfs_quota_us", quota);
      }
    }
  }

  /** A part of the processors' time when others want some too: 100 is usual, up to 10,000. */
  record CpuWeight(long weight) implements Property {
    @Override
    public String name() {
      return "CPUWeight";
    }

    @Override
    public String controller(boolean unified) {
      return "cpu";
    }

    @Override
    public void apply(GroupFiles files) {
      if (files.unified()) {
        files.set("cpu.weight", weight);
      } else {
        files.set("cpu.shares", Math.max(CpuShares.LEAST, weight * CpuShares.USUAL / 100));
      }
    }
  }

  /** Processors' time only when nobody else wants some; the least weight in version 1. */
  record CpuIdle() implements Property {
    @Override
    public String name() {
      return "CPUWeight";
    }

    @Override
    public String controller(boolean unified) {
      return "cpu";
    }

    @Override
    public void apply(GroupFiles files) {
      if (files.unified()) {
        files.set("cpu.idle", 1);
      } else {
        files.set("cpu.shares", CpuShares.LEAST);
      }
    }
  }

  /** The older way to give a weight: 1024 is usual. */
  record CpuShares(long shares) implements Property {
    private static final long LEAST = 2;
    private static final long USUAL = 1024;
    private static final long LARGEST_WEIGHT = 10_000;

    @Override
    public String name() {
      return "CPUShares";
    }

    @Override
    public String controller(boolean unified) {
      return "cpu";
    }

    @Override
    public void apply(GroupFiles files) {
      if (files.unified()) {
        long weight = Math.min(LARGEST_WEIGHT, Math.max(1, shares * 100 / USUAL));
        files.set("cpu.weight", weight);
      } else {
        files.set("cpu.shares", shares);
      }
    }
  }

  /** So many processes and threads. */
  record TasksMax(Amount limit) implements Property {
    @Override
    public String name() {
      return "TasksMax";
    }

    @Override
    public String controller(boolean unified) {
      return "pids";
    }

    /** Of this host, where it is a part of all that there can be. */
    public long tasks() {
      return limit.of(() -> host().tasks());
    }

    @Override
    public void apply(GroupFiles files) {
      files.set("pids.max", tasks());
    }
  }

  /** A part of the disks' time when others want some too: 100 is usual, up to 10,000. */
  record IoWeight(long weight) implements Property {
    private static final long USUAL = 100;
    private static final long LARGEST = 10_000;
    private static final long LARGEST_OF_BFQ = 1_000;

    @Override
    public String name() {
      return "IOWeight";
    }

    @Override
    public String controller(boolean unified) {
      return unified ? "io" : "blkio";
    }

    /** Each scheduler has its own file, and a kernel may have any of them or none. */
    @Override
    public void apply(GroupFiles files) {
      String general = files.unified() ? "io.weight" : "blkio.weight";
      String bfq = files.unified() ? "io.bfq.weight" : "blkio.bfq.weight";
      if (!files.has(general) && !files.has(bfq)) {
        throw files.lacks(general + " and no " + bfq);
      }
      if (files.has(general)) {
        files.set(general, files.unified() ? "default " + weight : Long.toString(ofVersion1()));
      }
      if (files.has(bfq)) {
        files.set(bfq, ofBfq());
      }
    }

    // 10 to 1000, where 500 is usual.
    private long ofVersion1() {
      return Math.min(1_000, Math.max(10, weight * 5));
    }

    // 1 to 1000, where 100 is usual: the part above 100 is shrunk.
    private long ofBfq() {
      return weight <= USUAL
          ? weight
          : USUAL + (weight - USUAL) * (LARGEST_OF_BFQ - USUAL) / (LARGEST - USUAL);
    }
  }

  /** Only these processors, or only memory of these nodes. */
  record Allowed(Kind kind, NumberSet numbers) implements Property {
    /** What is numbered. */
    public enum Kind {
      PROCESSORS("AllowedCPUs", "cpuset.cpus"),
      MEMORY_NODES("AllowedMemoryNodes", "cpuset.mems");

      private final String property;
      private final String file;

      Kind(String property, String file) {
        this.property = property;
        this.file = file;
      }
    }

    @Override
    public String name() {
      return kind.property;
    }

    @Override
    public String controller(boolean unified) {
      return "cpuset";
    }

    @Override
    public void apply(GroupFiles files) {
      files.set(kind.file, numbers.toString());
    }
  }
}
