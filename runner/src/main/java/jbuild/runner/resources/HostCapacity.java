package jbuild.runner.resources;

import java.nio.file.Path;
import jbuild.runner.linux.KernelFiles;

/** What percentages are parts of. */
record HostCapacity(Path proc) {
  private static final String TOTAL = "MemTotal:";
  private static final long KIBI = 1024;

  /** Bytes of memory. */
  long memory() {
    String total =
        KernelFiles.value(proc.resolve("meminfo"))
            .lines()
            .filter(line -> line.startsWith(TOTAL))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(total.replaceAll("[^0-9]", "")) * KIBI;
  }

  /** How many tasks this host can have at most; see proc(5). */
  long tasks() {
    return Math.min(number("sys/kernel/pid_max"), number("sys/kernel/threads-max"));
  }

  private long number(String file) {
    return Long.parseLong(KernelFiles.value(proc.resolve(file)));
  }
}
