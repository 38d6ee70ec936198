package jbuild.runner.scope;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.bus.Value;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd-run(1) 252 sends for the same words; busctl(1) shows it. */
class ScopePropertiesTest {
  @ParameterizedTest
  @CsvSource({
    "MemoryMax=1M, MemoryMax, t, 1048576",
    "MemorySwapMax=0, MemorySwapMax, t, 0",
    "CPUQuota=150%, CPUQuotaPerSecUSec, t, 1500000",
    "CPUQuota=0.5%, CPUQuotaPerSecUSec, t, 5000",
    "CPUWeight=20, CPUWeight, t, 20",
    "CPUWeight=idle, CPUWeight, t, 0",
    "CPUShares=512, CPUShares, t, 512",
    "TasksMax=50, TasksMax, t, 50",
    "IOWeight=7, IOWeight, t, 7",
  })
  void limitsThatJbuildKnowsArePassedOn(String assignment, String name, char type, long number) {
    Properties properties = Properties.parse(List.of(assignment));

    assertEquals(
        property(name, new Value.Number(type, number)),
        LimitProperties.of(properties.limits().get(0)));
  }

  @Test
  void processorsAreBits() {
    Properties properties = Properties.parse(List.of("AllowedCPUs=0-1,9"));

    assertEquals(
        property("AllowedCPUs", Value.bytes((byte) 3, (byte) 2)),
        LimitProperties.of(properties.limits().get(0)));
  }

  @ParameterizedTest
  @CsvSource({
    "MemoryLow=1K, MemoryLow, t, 1024",
    "MemoryLow=, MemoryLow, t, 0",
    "MemoryZSwapMax=, MemoryZSwapMax, t, -1",
    "MemoryLow=infinity, MemoryLow, t, -1",
    "MemoryMin=50%, MemoryMinScale, u, 2147483648",
    "MemoryMin=100%, MemoryMinScale, u, 4294967295",
    "RuntimeMaxSec=1h, RuntimeMaxUSec, t, 3600000000",
    "CPUQuotaPeriodSec=10ms, CPUQuotaPeriodUSec, t, 10000",
    "CPUQuotaPeriodSec=, CPUQuotaPeriodUSec, t, -1",
    "CPUAccounting=yes, CPUAccounting, b, 1",
    "SendSIGHUP=off, SendSIGHUP, b, 0",
    "Delegate=no, Delegate, b, 0",
    "StartupCPUWeight=idle, StartupCPUWeight, t, 0",
    "StartupIOWeight=5, StartupIOWeight, t, 5",
    "StartLimitBurst=3, StartLimitBurst, u, 3",
    "ManagedOOMMemoryPressureLimit=25%, ManagedOOMMemoryPressureLimit, u, 1073741824",
  })
  void numbersHaveTheTypeThatSystemdWants(String assignment, String name, char type, long number) {
    assertEquals(property(name, new Value.Number(type, number)), OtherProperty.of(assignment));
  }

  @Test
  void othersHaveTypesOfTheirOwn() {
    assertAll(
        () ->
            assertEquals(
                property("KillMode", Value.text("mixed")), OtherProperty.of("KillMode=mixed")),
        () ->
            assertEquals(
                property("After", Value.texts(List.of("a.service", "b.service"))),
                OtherProperty.of("After=a.service b.service")),
        () ->
            assertEquals(
                property("DelegateControllers", Value.texts(List.of("cpu", "memory"))),
                OtherProperty.of("Delegate=cpu memory")),
        () ->
            assertEquals(
                property("IOReadBandwidthMax", rates("/dev/sda", 5_000_000)),
                OtherProperty.of("IOReadBandwidthMax=/dev/sda 5M")),
        () ->
            assertEquals(
                property("IODeviceLatencyTargetUSec", rates("/dev/sda", 25_000)),
                OtherProperty.of("IODeviceLatencyTargetSec=/dev/sda 25ms")),
        () ->
            assertEquals(
                property("IODeviceWeight", Value.array("(st)", List.of())),
                OtherProperty.of("IODeviceWeight=")),
        () ->
            assertEquals(
                property("StartupAllowedCPUs", Value.bytes((byte) 5)),
                OtherProperty.of("StartupAllowedCPUs=0,2")));
  }

  @Test
  void addressesAreBytesWithALength() {
    Value network =
        Value.struct(
            Value.int32(2), Value.bytes((byte) 10, (byte) 0, (byte) 0, (byte) 0), Value.uint32(8));
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    Value host = Value.struct(Value.int32(10), Value.bytes(loopback), Value.uint32(128));

    assertEquals(
        property("IPAddressAllow", Value.array("(iayu)", List.of(network, host))),
        OtherProperty.of("IPAddressAllow=10.0.0.0/8 ::1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MemoryLow=abc",
        "MemoryLow=101%",
        "RuntimeMaxSec=soon",
        "CPUAccounting=perhaps",
        "StartupIOWeight=5%",
        "IOReadBandwidthMax=/dev/sda",
        "IOReadBandwidthMax=/dev/sda much",
        "IPAddressDeny=localhost.example",
        "IPAddressDeny=10.0.0.0/33",
        "Nonsense=1",
        "=1",
      })
  void whatHasNoSuchValueIsRefusedByName(String assignment) {
    Failure failure = assertThrows(Failure.class, () -> OtherProperty.of(assignment));

    assertEquals("cannot use --property=" + assignment, failure.what());
  }

  @Test
  void machinesOpenHarmlessDevicesAndWhatIsShownToThem() {
    DevicePolicy policy = DevicePolicy.CLOSED.allowingBound(Path.of("/dev/zero"), true);
    Properties asked = Properties.parse(List.of("DeviceAllow=char-input r"));

    assertEquals(
        List.of(
            property("DevicePolicy", Value.text("closed")),
            property(
                "DeviceAllow",
                Value.array(
                    "(ss)",
                    List.of(
                        pair("/dev/net/tun", "rwm"),
                        pair("/dev/fuse", "rwm"),
                        pair("char-pts", "rw"),
                        pair("/dev/char/1:5", "r"),
                        pair("char-input", "r"))))),
        LimitProperties.devices(policy, asked));
  }

  @Test
  void machinesThatMayOpenAllAreNotLimited() {
    List<Value> open = List.of(property("DevicePolicy", Value.text("auto")));

    assertAll(
        () -> assertEquals(open, LimitProperties.devices(DevicePolicy.OPEN, Properties.NONE)),
        () ->
            assertEquals(
                open,
                LimitProperties.devices(
                    DevicePolicy.CLOSED, Properties.parse(List.of("DevicePolicy=auto")))));
  }

  private static Value rates(String device, long number) {
    Value one = Value.struct(Value.text(device), Value.uint64(number));
    return Value.array("(st)", List.of(one));
  }

  private static Value pair(String first, String second) {
    return Value.struct(Value.text(first), Value.text(second));
  }

  private static Value property(String name, Value value) {
    return Value.struct(Value.text(name), Value.variant(value));
  }
}
