package jbuild.runner.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to which file of a group. */
class PropertyTest {
  @TempDir Path group;

  @Test
  void unifiedMemory() throws IOException {
    assertEquals("1048576", unified("MemoryMax=1M", "memory.max"));
    assertEquals("1048576", unified("MemoryHigh=1M", "memory.high"));
    assertEquals("0", unified("MemorySwapMax=0", "memory.swap.max"));
  }

  @Test
  void unifiedProcessors() throws IOException {
    assertEquals("20000 100000", unified("CPUQuota=20%", "cpu.max"));
    assertEquals("250000 100000", unified("CPUQuota=250%", "cpu.max"));
    assertEquals("1000 200000", unified("CPUQuota=0.5%", "cpu.max"));
    assertEquals("1000 1000000", unified("CPUQuota=0.01%", "cpu.max"));
    assertEquals("300", unified("CPUWeight=300", "cpu.weight"));
    assertEquals("1", unified("CPUWeight=idle", "cpu.idle"));
    assertEquals("50", unified("CPUShares=512", "cpu.weight"));
    assertEquals("10000", unified("CPUShares=262144", "cpu.weight"));
    assertEquals("1", unified("CPUShares=2", "cpu.weight"));
    assertEquals("0-2,5", unified("AllowedCPUs=0-2,5", "cpuset.cpus"));
    assertEquals("1", unified("AllowedMemoryNodes=1", "cpuset.mems"));
  }

  @Test
  void unifiedTasksAndDisks() throws IOException {
    assertEquals("100", unified("TasksMax=100", "pids.max"));
    assertEquals("default 200", unified("IOWeight=200", "io.weight"));
  }

  @Test
  void unifiedDisksWithTheOtherScheduler() throws IOException {
    assertEquals("100", unified("IOWeight=100", "io.bfq.weight"));
    assertEquals("1000", unified("IOWeight=10000", "io.bfq.weight"));
    assertEquals("7", unified("IOWeight=7", "io.bfq.weight"));
  }

  @Test
  void legacyFiles() throws IOException {
    assertEquals("1048576", legacy("MemoryMax=1M", "memory.limit_in_bytes"));
    assertEquals("1024", legacy("CPUWeight=100", "cpu.shares"));
    assertEquals("2", legacy("CPUWeight=idle", "cpu.shares"));
    assertEquals("10", legacy("CPUWeight=1", "cpu.shares"));
    assertEquals("512", legacy("CPUShares=512", "cpu.shares"));
    assertEquals("100", legacy("TasksMax=100", "pids.max"));
    assertEquals("500", legacy("IOWeight=100", "blkio.weight"));
    assertEquals("10", legacy("IOWeight=1", "blkio.weight"));
    assertEquals("1000", legacy("IOWeight=10000", "blkio.weight"));
  }

  @Test
  void aKernelThatSchedulesNoDisksIsNamed() {
    Failure failure = assertThrows(Failure.class, () -> apply("IOWeight=200", true));

    assertEquals("cannot apply the property IOWeight", failure.what());
    assertEquals("this kernel has no io.weight and no io.bfq.weight in " + group, failure.why());
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Failure failure = assertThrows(Failure.class, () -> apply("MemoryHigh=2K", true));

    assertEquals("cannot apply the property MemoryHigh", failure.what());
    assertEquals(
        "'2048' cannot be written to " + group + "/memory.high: no such file or directory",
        failure.why());
  }

  @Test
  void partsAreThoseOfThisHost() throws IOException {
    Path proc = Files.createDirectories(group.resolve("sys/kernel")).getParent().getParent();
    Files.writeString(proc.resolve("meminfo"), "MemTotal:       2000 kB\nMemFree:   1 kB\n");
    Files.writeString(proc.resolve("sys/kernel/pid_max"), "4000\n");
    Files.writeString(proc.resolve("sys/kernel/threads-max"), "30000\n");
    HostCapacity host = new HostCapacity(proc);

    assertEquals(1024000, Amount.size("50%").orElseThrow().of(host::memory));
    assertEquals(400, Amount.count("10%").orElseThrow().of(host::tasks));
    assertEquals(1, Amount.count("0.01%").orElseThrow().of(host::tasks));
  }

  private String unified(String assignment, String file) throws IOException {
    return written(assignment, file, true);
  }

  private String legacy(String assignment, String file) throws IOException {
    return written(assignment, file, false);
  }

  private String written(String assignment, String file, boolean unified) throws IOException {
    Files.deleteIfExists(group.resolve("io.weight"));
    Files.writeString(group.resolve(file), "");
    apply(assignment, unified);
    return Files.readString(group.resolve(file));
  }

  private void apply(String assignment, boolean unified) {
    Property property = Properties.parse(List.of(assignment)).limits().get(0);
    property.apply(new GroupFiles(property.name(), group, unified));
  }
}
