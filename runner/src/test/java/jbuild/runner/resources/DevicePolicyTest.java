package jbuild.runner.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import jbuild.runner.linux.DeviceRule;
import org.junit.jupiter.api.Test;

class DevicePolicyTest {
  private static final List<String> OF_MACHINES =
      List.of("c 136:* rw", "c 10:200 rwm", "c 10:229 rwm");

  @Test
  void theUsualOneAllowsWhatMachinesNeed() {
    assertEquals(
        List.of(
            "c 1:3 rwm",
            "c 1:5 rwm",
            "c 1:7 rwm",
            "c 1:8 rwm",
            "c 1:9 rwm",
            "c 5:0 rwm",
            "c 5:2 rwm",
            "c 0:0 rwm",
            "b 0:0 rwm",
            "c 136:* rw",
            "c 10:200 rwm",
            "c 10:229 rwm"),
        lines(DevicePolicy.CLOSED));
  }

  @Test
  void theStrictOneHasNoPseudoDevices() {
    assertEquals(OF_MACHINES, lines(asked(DevicePolicy.CLOSED, "DevicePolicy=strict")));
  }

  @Test
  void automaticMeansOpenUntilSomethingIsAllowed() {
    assertTrue(asked(DevicePolicy.CLOSED, "DevicePolicy=auto").isOpen());
    assertEquals(
        lines(DevicePolicy.CLOSED),
        lines(asked(DevicePolicy.CLOSED, "DevicePolicy=auto", "DeviceAllow=char-no-such-driver")));
    assertEquals("b 7:* rwm", last(asked(DevicePolicy.OPEN, "DeviceAllow=block-7")));
  }

  @Test
  void aDeviceIsAllowedByItsNodeOrItsNumber() {
    assertEquals("c 1:3 r", last(asked(DevicePolicy.CLOSED, "DeviceAllow=/dev/null r")));
    assertEquals("b 7:9999 w", last(asked(DevicePolicy.CLOSED, "DeviceAllow=/dev/block/7:9999 w")));
    assertEquals("c 1:11 m", last(asked(DevicePolicy.CLOSED, "DeviceAllow=/dev/char/1:11 m")));
    assertEquals("c *:* rw", last(asked(DevicePolicy.CLOSED, "DeviceAllow=char-* rw")));
  }

  @Test
  void aNodeThatIsNotThereAllowsNothing() {
    assertEquals(
        lines(DevicePolicy.CLOSED),
        lines(asked(DevicePolicy.CLOSED, "DeviceAllow=/dev/no-such-device")));
  }

  @Test
  void aDeviceThatIsBoundInCanBeUsedAsTheBindSays() {
    DevicePolicy policy =
        DevicePolicy.CLOSED
            .allowingBound(Path.of("/dev/null"), false)
            .allowingBound(Path.of("/dev/zero"), true)
            .allowingBound(Path.of("/usr"), false);

    assertEquals(
        List.of("c 1:3 rw", "c 1:5 r"), policy.additions().stream().map(DeviceRule::line).toList());
    assertEquals("c 1:5 r", last(asked(policy, "DevicePolicy=strict")));
  }

  private static DevicePolicy asked(DevicePolicy usual, String... assignments) {
    return usual.with(Properties.parse(List.of(assignments)));
  }

  private static List<String> lines(DevicePolicy policy) {
    return policy.rules().stream().map(DeviceRule::line).toList();
  }

  private static String last(DevicePolicy policy) {
    List<String> lines = lines(policy);
    return lines.get(lines.size() - 1);
  }
}
