package jbuild.runner.resources;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.Cgroups;
import jbuild.runner.linux.ControlGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class ResourceControlTest {
  private final List<CgroupHierarchy> host = Cgroups.ofHost();
  private ControlGroup group = new ControlGroup(List.of());

  @AfterEach
  void removeTheGroup() {
    assertTrue(group.remove());
  }

  @Test
  void limitsAreSetWhereTheMachineCannotChangeThem() throws IOException {
    make(
        DevicePolicy.OPEN,
        "MemoryMax=64M",
        "CPUQuota=150%",
        "CPUWeight=50",
        "TasksMax=40",
        "AllowedCPUs=0");

    assertAll(
        () -> assertEquals("67108864", value("memory", "memory.limit_in_bytes")),
        () -> assertEquals("100000", value("cpu", "cpu.cfs_period_us")),
        () -> assertEquals("150000", value("cpu", "cpu.cfs_quota_us")),
        () -> assertEquals("512", value("cpu", "cpu.shares")),
        () -> assertEquals("40", value("pids", "pids.max")),
        () -> assertEquals("0", value("cpuset", "cpuset.cpus")),
        () -> assertEquals("0", value("cpuset", "payload/cpuset.cpus")),
        () -> assertEquals("max", value("pids", "payload/pids.max")));
  }

  @Test
  void processesOfTheMachineAreLimited() throws IOException {
    make(DevicePolicy.OPEN, "TasksMax=3", "AllowedCPUs=0");

    try (GroupProcess shell = GroupProcess.in(group)) {
      assertAll(
          () ->
              assertEquals(
                  "Cpus_allowed_list:\t0", shell.say("grep Cpus_allowed_list /proc/$$/status")),
          () -> assertTrue(shell.can("true")),
          () -> assertFalse(shell.can("true | (true | true)")));
    }
  }

  @Test
  void theSchedulerOfDisksIsToldOrNamed() throws IOException {
    make(DevicePolicy.OPEN, "IOWeight=300");

    assertEquals("118", value("blkio", "blkio.bfq.weight").replace("default ", ""));
  }

  @Test
  void whatVersion1HasNotIsRefusedByItsName() {
    for (String name : List.of("MemoryHigh", "MemorySwapMax")) {
      Failure failure = assertThrows(Failure.class, () -> make(DevicePolicy.OPEN, name + "=64M"));

      assertEquals(ExitStatus.HOST_CANNOT, failure.status());
      assertEquals("cannot apply the property " + name, failure.what());
      assertEquals(
          "version 1 of control groups, which this host uses for memory, has no equal of it",
          failure.why());
    }
  }

  @Test
  void aControllerThatIsNotThereIsNamed() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                new ResourceControl(
                    List.of(), Properties.parse(List.of("TasksMax=5")), DevicePolicy.OPEN));

    assertEquals("cannot apply the property TasksMax", failure.what());
    assertEquals("this host has no pids controller", failure.why());
  }

  @Test
  void aProcessorThatIsNotThereIsNamed() {
    Failure failure =
        assertThrows(Failure.class, () -> make(DevicePolicy.OPEN, "AllowedCPUs=4000"));

    assertEquals("cannot apply the property AllowedCPUs", failure.what());
    assertTrue(failure.why().startsWith("'4000' cannot be written to "), failure.why());
  }

  @Test
  void withoutLimitsNothingMoreIsMadeThanBefore() {
    make(DevicePolicy.OPEN);

    assertEquals(
        ControlGroup.planned(host, group.directories().get(0).getFileName().toString()), group);
  }

  @Test
  void theControllerOfVersion1LimitsDevices() throws IOException {
    make(DevicePolicy.CLOSED);

    assertEquals(3, group.directories().size());
    assertDevicesAreLimited();
  }

  @Test
  void aProgramLimitsDevicesWhereThatControllerIsNot() throws IOException {
    make(unified(), DevicePolicy.CLOSED);

    assertEquals(1, group.directories().size());
    assertDevicesAreLimited();
  }

  private void assertDevicesAreLimited() throws IOException {
    try (GroupProcess free = GroupProcess.outside();
        GroupProcess limited = GroupProcess.in(group)) {
      assertAll(
          () -> assertTrue(free.can(": < /dev/loop-control")),
          () -> assertTrue(free.can(": < /dev/kmsg")),
          () -> assertFalse(limited.can(": < /dev/loop-control")),
          () -> assertFalse(limited.can(": < /dev/kmsg")),
          () -> assertTrue(limited.can(write("/dev/null"))),
          () -> assertTrue(limited.can(": < /dev/urandom")),
          () -> assertTrue(limited.can(": < /dev/ptmx")));
    }
  }

  @Test
  void nodesOfOtherDevicesCannotBeMade(@TempDir Path directory) throws IOException {
    for (List<CgroupHierarchy> trees : List.of(host, unified())) {
      make(trees, DevicePolicy.CLOSED);
      try (GroupProcess free = GroupProcess.outside();
          GroupProcess limited = GroupProcess.in(group)) {
        assertAll(
            () -> assertTrue(free.can(node(directory, "b 7 0"))),
            () -> assertFalse(limited.can(node(directory, "b 7 0"))),
            () -> assertFalse(limited.can(node(directory, "c 4 0"))),
            () -> assertTrue(limited.can(node(directory, "c 1 3"))),
            () -> assertTrue(limited.can(node(directory, "p"))));
      }
      group.remove();
    }
  }

  @Test
  void whatTheMachineSeesCannotBeLoosened() {
    make(DevicePolicy.CLOSED);
    Path seen = group.in(tree("devices")).orElseThrow().resolve("payload/devices.allow");

    assertThrows(IOException.class, () -> Files.writeString(seen, "b 7:* rwm"));
  }

  // What is not there is not made: nodes of devices come and go.
  private static String write(String device) {
    return "dd if=/dev/null conv=nocreat,notrunc of=" + device;
  }

  private static String node(Path directory, String device) {
    String path = directory + "/node";
    return "rm -f " + path + " && mknod " + path + " " + device;
  }

  @Test
  void whatIsAllowedExpresslyWorks() throws IOException {
    for (List<CgroupHierarchy> trees : List.of(host, unified())) {
      make(trees, DevicePolicy.CLOSED, "DeviceAllow=char-misc r", "DeviceAllow=/dev/kmsg w");
      try (GroupProcess limited = GroupProcess.in(group)) {
        assertAll(
            () -> assertTrue(limited.can(": < /dev/loop-control")),
            () -> assertFalse(limited.can(write("/dev/loop-control"))),
            () -> assertTrue(limited.can(write("/dev/kmsg"))),
            () -> assertFalse(limited.can(": < /dev/kmsg")));
      }
      group.remove();
    }
  }

  @Test
  void withoutTheMeansAMachineStartsUnlessThePolicyWasAskedFor() {
    List<CgroupHierarchy> none =
        host.stream().filter(tree -> !tree.isUnified() && tree.isManaged()).toList();
    make(none, DevicePolicy.CLOSED);
    assertEquals(1, group.directories().size());

    Failure failure =
        assertThrows(Failure.class, () -> make(none, DevicePolicy.CLOSED, "DevicePolicy=closed"));

    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
    assertEquals("cannot limit the devices of a machine", failure.what());
    assertEquals("there are no control groups that could", failure.why());
  }

  @Test
  void aControllerThatCannotBeWrittenIsReplacedByAProgram(@TempDir Path directory)
      throws IOException {
    CgroupHierarchy readOnly = new CgroupHierarchy("devices", directory, directory.resolve("gone"));
    make(List.of(readOnly, unified().get(0)), DevicePolicy.CLOSED, "DevicePolicy=closed");

    assertEquals(1, group.directories().size());
    assertDevicesAreLimited();
  }

  private List<CgroupHierarchy> unified() {
    return host.stream().filter(CgroupHierarchy::isUnified).toList();
  }

  private void make(DevicePolicy policy, String... assignments) {
    make(host, policy, assignments);
  }

  private void make(List<CgroupHierarchy> trees, DevicePolicy policy, String... assignments) {
    ResourceControl control =
        new ResourceControl(trees, Properties.parse(List.of(assignments)), policy);
    ControlGroup planned = control.planned("jbuild-test-" + ProcessHandle.current().pid());
    group = planned;
    group = control.make(planned);
  }

  private String value(String controller, String file) throws IOException {
    return Files.readString(group.in(tree(controller)).orElseThrow().resolve(file)).strip();
  }

  private CgroupHierarchy tree(String controller) {
    return host.stream().filter(each -> each.controls(controller)).findFirst().orElseThrow();
  }
}
