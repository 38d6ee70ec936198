package jbuild.runner.resources;

import static jbuild.runner.resources.Amount.Unit.ONE;
import static jbuild.runner.resources.Amount.Unit.PERMYRIAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.DeviceRule.Access;
import jbuild.runner.resources.Property.Allowed;
import jbuild.runner.resources.Property.CpuIdle;
import jbuild.runner.resources.Property.CpuQuota;
import jbuild.runner.resources.Property.CpuShares;
import jbuild.runner.resources.Property.CpuWeight;
import jbuild.runner.resources.Property.IoWeight;
import jbuild.runner.resources.Property.MemoryLimit;
import jbuild.runner.resources.Property.TasksMax;
import org.junit.jupiter.api.Test;

class PropertiesTest {
  @Test
  void memoryIsBytesWithBinaryPrefixes() {
    assertEquals(memory(1048576), limit("MemoryMax=1048576"));
    assertEquals(memory(1048576), limit("MemoryMax=1024K"));
    assertEquals(memory(1048576), limit("MemoryMax=1M"));
    assertEquals(memory(1610612736), limit("MemoryMax=1.5G"));
    assertEquals(memory(1099511627776L), limit("MemoryMax=1T"));
    assertEquals(memory(1125899906842624L), limit("MemoryMax=1P"));
    assertEquals(memory(1152921504606846976L), limit("MemoryMax=1E"));
    assertEquals(memory(512), limit("MemoryMax=512B"));
  }

  @Test
  void memoryIsAPartOfWhatThereIs() {
    assertEquals(
        new MemoryLimit(MemoryLimit.Kind.MAX, new Amount(5000, PERMYRIAD)), limit("MemoryMax=50%"));
    assertEquals(
        new MemoryLimit(MemoryLimit.Kind.MAX, new Amount(1250, PERMYRIAD)),
        limit("MemoryMax=12.5%"));
  }

  @Test
  void theOldNameOfTheLimitOfMemoryMeansTheSame() {
    assertEquals(memory(1048576), limit("MemoryLimit=1M"));
    assertEquals(
        List.of(memory(2097152)),
        Properties.parse(List.of("MemoryMax=1M", "MemoryLimit=2M")).limits());
  }

  @Test
  void onlySwapCanBeForbiddenAltogether() {
    assertEquals(
        new MemoryLimit(MemoryLimit.Kind.SWAP_MAX, new Amount(0, ONE)), limit("MemorySwapMax=0"));
    refused("MemoryMax=0", "'0' is no value of it");
    refused("MemoryHigh=0", "'0' is no value of it");
  }

  @Test
  void noOtherAmountsOfMemory() {
    for (String bad : List.of("-1", "1X", "1 MB", "16E", "101%", "0%", "%", "1.%", "1,5G", "$š")) {
      refused("MemoryMax=" + bad, "'" + bad + "' is no value of it");
    }
  }

  @Test
  void timeOfProcessorsMayBeThatOfSeveral() {
    assertEquals(new CpuQuota(2000), limit("CPUQuota=20%"));
    assertEquals(new CpuQuota(25000), limit("CPUQuota=250%"));
    assertEquals(new CpuQuota(50), limit("CPUQuota=0.5%"));
    for (String bad : List.of("0%", "20", "-5%", "infinity", "1.234%", "%$š")) {
      refused("CPUQuota=" + bad, "'" + bad + "' is no value of it");
    }
  }

  @Test
  void weightsHaveTheirRanges() {
    assertEquals(new CpuWeight(1), limit("CPUWeight=1"));
    assertEquals(new CpuWeight(10000), limit("CPUWeight=10000"));
    assertEquals(new CpuIdle(), limit("CPUWeight=idle"));
    assertEquals(new CpuShares(2), limit("CPUShares=2"));
    assertEquals(new CpuShares(262144), limit("CPUShares=262144"));
    assertEquals(new IoWeight(10000), limit("IOWeight=10000"));
    for (String bad :
        List.of(
            "CPUWeight=0",
            "CPUWeight=10001",
            "CPUWeight=1.5",
            "CPUWeight=Idle",
            "CPUShares=1",
            "CPUShares=262145",
            "IOWeight=0",
            "IOWeight=10001",
            "IOWeight=idle")) {
      refused(bad, "'" + bad.split("=")[1] + "' is no value of it");
    }
  }

  @Test
  void bothWeightsOfProcessorsReplaceEachOther() {
    assertEquals(
        List.of(new CpuShares(512)),
        Properties.parse(List.of("CPUWeight=5", "CPUShares=512")).limits());
  }

  @Test
  void tasksAreCountedOrAPart() {
    assertEquals(new TasksMax(new Amount(100, ONE)), limit("TasksMax=100"));
    assertEquals(new TasksMax(new Amount(1000, PERMYRIAD)), limit("TasksMax=10%"));
    for (String bad : List.of("0", "-1", "1K", "1.5", "100.5%", "all")) {
      refused("TasksMax=" + bad, "'" + bad + "' is no value of it");
    }
  }

  @Test
  void processorsAreNumbersAndRanges() {
    assertEquals("0-3,7", allowed("AllowedCPUs=7,0-2 3"));
    assertEquals("0", allowed("AllowedCPUs=0"));
    assertEquals("0-1", allowed("AllowedMemoryNodes=0,1"));
    for (String bad : List.of("3-1", "a", "1-", "-1", "8192", "0,,x", "1;2")) {
      refused("AllowedCPUs=" + bad, "'" + bad + "' is no value of it");
    }
  }

  @Test
  void theLastOneCountsAndNothingTakesItBack() {
    assertEquals(
        List.of(memory(2097152)),
        Properties.parse(List.of("MemoryMax=1M", "MemoryMax=2M")).limits());
    assertEquals(List.of(), Properties.parse(List.of("MemoryMax=1M", "MemoryMax=")).limits());
    assertEquals(
        List.of(), Properties.parse(List.of("MemoryMax=1M", "MemoryMax=infinity")).limits());
    assertEquals(List.of(), Properties.parse(List.of("TasksMax=5", "TasksMax=infinity")).limits());
    assertEquals(List.of(), Properties.parse(List.of("CPUQuota=5%", "CPUQuota=")).limits());
  }

  @Test
  void devicesAddUpAndNothingTakesThemBack() {
    Properties properties =
        Properties.parse(
            List.of(
                "DeviceAllow=/dev/kvm",
                "DeviceAllow=",
                "DeviceAllow=/dev/fuse rw",
                "DeviceAllow=block-loop  m",
                "DeviceAllow=char-cpu/* r"));

    assertEquals(
        List.of(
            new DeviceAllowance("/dev/fuse", Set.of(Access.READ, Access.WRITE)),
            new DeviceAllowance("block-loop", Set.of(Access.MAKE)),
            new DeviceAllowance("char-cpu/*", Set.of(Access.READ))),
        properties.devices());
  }

  @Test
  void allAccessWhenNoneIsNamed() {
    assertEquals(
        List.of(new DeviceAllowance("/dev/kvm", EnumSet.allOf(Access.class))),
        Properties.parse(List.of("DeviceAllow=/dev/kvm")).devices());
  }

  @Test
  void nothingElseIsADevice() {
    for (String bad :
        List.of(
            "kvm",
            "/dev",
            "/dev/",
            "/dev/../etc/passwd",
            "/dev/a//b",
            "/dev/a/.",
            "/devx",
            "char-",
            "/dev/kvm x",
            "/dev/kvm rw m",
            "fifo-a")) {
      refused("DeviceAllow=" + bad, "'" + bad + "' is no value of it");
    }
  }

  @Test
  void thePolicyIsOneOfThree() {
    assertEquals(Optional.of(DevicePolicy.Kind.OPEN), policy("DevicePolicy=auto"));
    assertEquals(Optional.of(DevicePolicy.Kind.CLOSED), policy("DevicePolicy=closed"));
    assertEquals(Optional.of(DevicePolicy.Kind.STRICT), policy("DevicePolicy=strict"));
    refused("DevicePolicy=open", "'open' is no value of it");
    refused("DevicePolicy=", "'' is no value of it");
  }

  @Test
  void otherPropertiesAreRefusedByTheirNamesWhereThereIsNoSystemd() {
    Properties properties = Properties.parse(List.of("TasksMax=5", "MemoryLow=1M", "After=x"));

    Failure failure = assertThrows(Failure.class, properties::refuseOthers);

    assertEquals(List.of("MemoryLow=1M", "After=x"), properties.others());
    assertEquals(ExitStatus.FAILED, failure.status());
    assertEquals("cannot use --property=MemoryLow=1M", failure.what());
    assertEquals("without a scope of systemd nobody knows the property 'MemoryLow'", failure.why());
    assertEquals(
        "leave it out; jbuild itself knows MemoryMax MemoryLimit MemoryHigh MemorySwapMax CPUQuota"
            + " CPUWeight CPUShares TasksMax IOWeight AllowedCPUs AllowedMemoryNodes DevicePolicy"
            + " DeviceAllow",
        failure.fix());
  }

  @Test
  void everyPropertyHasANameAndAValue() {
    refused("", "it has no value");
    refused("MemoryMax", "it has no value");
    assertEquals(List.of("memorymax=1M"), Properties.parse(List.of("memorymax=1M")).others());
  }

  @Test
  void nothingIsAskedWithoutProperties() {
    assertEquals(Properties.NONE, Properties.parse(List.of()));
    assertTrue(Properties.NONE.limits().isEmpty());
  }

  private static MemoryLimit memory(long bytes) {
    return new MemoryLimit(MemoryLimit.Kind.MAX, new Amount(bytes, ONE));
  }

  private static Property limit(String assignment) {
    return Properties.parse(List.of(assignment)).limits().get(0);
  }

  private static String allowed(String assignment) {
    return ((Allowed) limit(assignment)).numbers().toString();
  }

  private static Optional<DevicePolicy.Kind> policy(String assignment) {
    return Properties.parse(List.of(assignment)).devicePolicy();
  }

  private static void refused(String assignment, String why) {
    Failure failure = assertThrows(Failure.class, () -> Properties.parse(List.of(assignment)));

    assertEquals(ExitStatus.FAILED, failure.status());
    assertEquals("cannot use --property=" + assignment, failure.what());
    assertEquals(why, failure.why());
  }
}
