package jbuild.builder.oci;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.DeviceRule;
import jbuild.runner.linux.DeviceRule.Access;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.nspawn.Group;
import jbuild.runner.resources.Amount;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Property;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Particulars.CapabilitySets;
import jbuild.runner.settings.Particulars.DeviceNode;
import jbuild.runner.settings.Particulars.Ids;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleReaderTest {
  private static final Path BUNDLE = Path.of("/bundles/web");

  private static OciBundle complete() throws IOException {
    try (InputStream input = BundleReaderTest.class.getResourceAsStream("config.json")) {
      return BundleReader.parse(input.readAllBytes(), BUNDLE);
    }
  }

  private static OciBundle parse(String json) {
    return BundleReader.parse(json.getBytes(StandardCharsets.UTF_8), BUNDLE);
  }

  /** Quotes are written as in TOML: the tables below stay readable. */
  private static OciBundle with(String fields) {
    return parse("{\"ociVersion\": \"1.2.0\", " + fields.replace('\'', '"') + "}");
  }

  private static MachineSettings plain(String... words) {
    return MachineSettings.of(
        new MachineName("rootfs"), BUNDLE.resolve("rootfs"), new Payload.Program(List.of(words)));
  }

  private static MachineSettings settings(OciBundle bundle) {
    return new BundledMachine(bundle, plain(), Set.of()).settings();
  }

  @Test
  void aBundleSaysWhatRunsAndHow() throws IOException {
    MachineSettings settings = settings(complete());

    Execution execution = settings.execution();
    assertAll(
        () -> assertEquals(Optional.of(BUNDLE.resolve("rootfs")), complete().root()),
        () ->
            assertEquals(
                new Payload.Program(List.of("/bin/sh", "-c", "echo hello")), settings.payload()),
        () ->
            assertEquals(
                Map.of("PATH", "/usr/bin:/bin", "GREETING", "good day"), execution.environment()),
        () -> assertEquals(Optional.of("/usr"), execution.workingDirectory()),
        () ->
            assertEquals(
                List.of(new ResourceLimit(ResourceLimit.Resource.NOFILE, 512, 1024)),
                execution.limits()),
        () -> assertEquals(OptionalInt.of(100), execution.oomScoreAdjust()),
        () -> assertEquals(Optional.of(Execution.Personality.NATIVE), execution.personality()),
        () -> assertTrue(settings.privileges().noNewPrivileges()),
        () -> assertTrue(complete().isWithoutTerminal()),
        () ->
            assertEquals(
                Optional.of(new Ids(1000, 1001, List.of(29L, 7L))), settings.particulars().ids()),
        () -> assertEquals(OptionalInt.of(077), settings.particulars().umask()),
        () ->
            assertEquals(
                Optional.of(
                    new CapabilitySets(
                        Optional.of(Set.of(Capability.KILL, Capability.NET_RAW, Capability.CHOWN)),
                        Optional.of(Set.of(Capability.KILL, Capability.NET_RAW)),
                        Optional.of(Set.of(Capability.KILL)),
                        Optional.of(Set.of(Capability.NET_RAW)),
                        Optional.of(Set.of(Capability.NET_RAW)))),
                settings.particulars().capabilities()));
  }

  @Test
  void aBundleSaysWhatTheMachineSees() throws IOException {
    MachineSettings settings = settings(complete());

    assertAll(
        () -> assertTrue(settings.files().readOnly()),
        () -> assertEquals(Optional.of("bundled"), settings.identity().hostname()),
        () -> assertEquals(Network.LOOPBACK, settings.network()),
        () ->
            assertEquals(
                new Users.Mapping.Range(new UserNamespace(1_000_000_000, 65536)),
                settings.users().mapping()),
        () ->
            assertEquals(
                List.of(
                    new CustomMount.Tmpfs("/scratch", "size=64k"),
                    new CustomMount.Bind(
                        new CustomMount.Origin.Host(BUNDLE.resolve("data")),
                        "/data",
                        true,
                        true,
                        CustomMount.Owners.AS_THEY_ARE),
                    new CustomMount.Described(
                        "bind", Optional.of("/srv"), List.of("bind", "nosuid", "nodev"), "/safe"),
                    new CustomMount.Inaccessible("/proc/acpi", false),
                    new CustomMount.Inaccessible("/etc/secret", false)),
                settings.files().mounts()),
        () -> assertEquals(List.of("/etc"), settings.particulars().readOnlyPaths()),
        () ->
            assertEquals(
                Map.of("net.ipv4.ip_forward", "1", "kernel.msgmax", "16384"),
                settings.particulars().sysctl()),
        () -> assertEquals(Optional.of("example.org"), settings.particulars().domain()),
        () ->
            assertEquals(
                List.of(
                    new DeviceNode(
                        "/dev/memory/kvm", FileType.CHARACTER_DEVICE, 10, 232, 0660, 0, 7)),
                settings.particulars().devices()));
  }

  @Test
  void aBundleSaysWhatTheMachineMayUse() throws IOException {
    MachineSettings settings = settings(complete());

    assertAll(
        () -> assertEquals(Optional.of("machine-web.slice"), settings.resources().slice()),
        () ->
            assertEquals(
                List.of(
                    new Property.MemoryLimit(
                        Property.MemoryLimit.Kind.MAX, new Amount(512 << 20, Amount.Unit.ONE)),
                    new Property.MemoryLimit(
                        Property.MemoryLimit.Kind.SWAP_MAX, new Amount(0, Amount.Unit.ONE)),
                    new Property.CpuShares(512),
                    new Property.CpuQuota(5000),
                    "AllowedCPUs",
                    new Property.IoWeight(50),
                    new Property.TasksMax(new Amount(100, Amount.Unit.ONE))),
                settings.resources().properties().limits().stream()
                    .map(limit -> limit instanceof Property.Allowed ? limit.name() : limit)
                    .toList()),
        () ->
            assertEquals(
                new DevicePolicy(
                    DevicePolicy.Kind.CLOSED,
                    List.of(
                        new DeviceRule(
                            FileType.CHARACTER_DEVICE,
                            10,
                            232,
                            EnumSet.of(Access.READ, Access.WRITE)))),
                settings.resources().devices()),
        () -> assertEquals(2, settings.particulars().filter().orElseThrow().rules().size()));
  }

  @Test
  void whatHasNoEffectIsNamed() throws IOException {
    assertEquals(
        List.of(
            "/linux/rootfsPropagation: no mount of a machine appears on the host",
            "/hooks/prestart: jbuild runs no hooks"),
        complete().ignored());
  }

  @Test
  void whatOptionsSayIsStronger() throws IOException {
    MachineSettings asked =
        plain("/bin/true")
            .with(Execution.STANDARD.withEnvironment(Map.of("A", "b")))
            .with(Users.STANDARD);

    MachineSettings settings =
        new BundledMachine(
                complete(),
                asked,
                Set.of(Group.ENVIRONMENT, Group.USERS, Group.NETWORK, Group.MOUNTS, Group.USER))
            .settings();

    assertAll(
        () -> assertEquals(new Payload.Program(List.of("/bin/true")), settings.payload()),
        () -> assertEquals(Map.of("A", "b"), settings.execution().environment()),
        () -> assertEquals(Users.STANDARD, settings.users()),
        () -> assertEquals(Network.STANDARD, settings.network()),
        () -> assertEquals(2, settings.files().mounts().size()),
        () -> assertEquals(Optional.empty(), settings.particulars().ids()));
  }

  @Test
  void aBundleOfVersionsThatAreNotThereIsRefused() {
    Failure failure = assertThrows(Failure.class, () -> parse("{\"ociVersion\": \"1.3.0\"}"));

    assertEquals(
        "cannot use the bundle /bundles/web: /ociVersion: jbuild reads the versions 1.0 to 1.2,"
            + " not 1.3.0",
        failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{ | config.json:1:",
        "{\"a\": 1, \"a\": 2} | config.json:1:13: Duplicate field 'a'",
        "{} {} | config.json:1:4: something follows its end",
        "[1, ] | config.json:1:5: Unexpected character",
        "{} | /ociVersion: it is missing",
        "[] | /: it is not an object",
        "null | /: it is not an object",
      })
  void jsonThatIsBrokenIsRefusedWithItsPlace(String json, String why) {
    Failure failure = assertThrows(Failure.class, () -> parse(json));

    assertTrue(failure.why().startsWith(why), failure.why());
  }

  @Test
  void depthThatNobodyNeedsIsRefused() {
    String deep = "{\"annotations\": " + "[".repeat(100_000);

    Failure failure = assertThrows(Failure.class, () -> parse(deep));

    assertTrue(failure.why().contains("depth (65) exceeds"), failure.why());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "'extra': 1 | /extra: jbuild does not know this",
        "'process': {'argv': []} | /process/argv: jbuild does not know this",
        "'process': {'args': []} | /process/args: it names no program",
        "'process': {'args': ['']} | /process/args: the name of the program is empty",
        "'process': {'args': [1]} | /process/args/0: it is not a text",
        "'process': {'args': ['a\\u0000b']} | /process/args/0: it has a NUL character",
        "'process': {'args': null} | /process/args: it is not a list",
        "'process': {'env': ['A']} | /process/env/0: it is no NAME=VALUE",
        "'process': {'env': ['1=2']} | /process/env/0: it is no NAME=VALUE",
        "'process': {'cwd': 'usr'} | /process/cwd: the path 'usr' does not begin with /",
        "'process': {'cwd': '/usr/../..'} | /process/cwd: the path '/usr/../..' has .. in it",
        "'process': {'user': {'uid': 0}} | /process/user/gid: it is missing",
        "'process': {'user': {'uid': -1, 'gid': 0}} | /process/user/uid: it is not from 0 to 4294967294",
        "'process': {'user': {'uid': 1.5, 'gid': 0}} | /process/user/uid: it is not a whole number",
        "'process': {'user': {'uid': 0, 'gid': 0, 'umask': 512}} | /process/user/umask: it is not from 0 to 511",
        "'process': {'user': {'uid': 0, 'gid': 0, 'additionalGids': [4294967295]}} | /process/user/additionalGids/0: it is not from 0 to 4294967294",
        "'process': {'rlimits': [{'type': 'RLIMIT_X', 'soft': 1, 'hard': 1}]} | /process/rlimits/0/type: Linux has no limit 'RLIMIT_X'",
        "'process': {'rlimits': [{'type': 'RLIMIT_CPU', 'soft': 2, 'hard': 1}]} | /process/rlimits/0: its soft limit is above its hard one",
        "'process': {'capabilities': {'bounding': ['CAP_X']}} | /process/capabilities/bounding/0: Linux has no capability 'CAP_X'",
        "'process': {'oomScoreAdj': 1001} | /process/oomScoreAdj: it is not from -1000 to 1000",
        "'process': {'consoleSize': {'height': 0, 'width': 80}} | /process/consoleSize/height: it is not from 1 to 65535",
        "'process': {'apparmorProfile': 'web'} | /process/apparmorProfile: jbuild sets no profile of AppArmor",
        "'process': {'terminal': 'yes'} | /process/terminal: it is not true or false",
        "'root': {} | /root/path: it is missing",
        "'root': {'path': 'a', 'readOnly': true} | /root/readOnly: jbuild does not know this",
        "'hostname': '-x' | /hostname: '-x' is no host name",
        "'hostname': 'x', 'linux': {'namespaces': [{'type': 'mount'}, {'type': 'pid'}]} | /hostname: without a uts namespace it would be the host's",
        "'mounts': [{'type': 'tmpfs'}] | /mounts/0/destination: it is missing",
        "'mounts': [{'destination': '/a'}] | /mounts/0: it has no source",
        "'mounts': [{'destination': '/a', 'type': 'proc'}] | /mounts/0/type: machines have a proc in the usual place only",
        "'mounts': [{'destination': 'a', 'type': 'tmpfs'}] | /mounts/0/destination: the path 'a' does not begin with /",
        "'hooks': {'createRuntime': [{'path': '/x'}]} | /hooks/createRuntime: jbuild runs no hooks, and the machine may need what they do",
        "'annotations': {'': 'x'} | /annotations/: its key is empty",
        "'annotations': {'a/b~': 1} | /annotations/a~1b~0: it is not a text",
        "'linux': {'namespaces': [{'type': 'pid'}]} | /linux/namespaces: a machine cannot be without a mount namespace",
        "'linux': {'namespaces': [{'type': 'time'}]} | /linux/namespaces/0/type: machines have no namespace 'time'",
        "'linux': {'namespaces': [{'type': 'ipc'}, {'type': 'ipc'}]} | /linux/namespaces/1: there is one of this type already",
        "'linux': {'namespaces': [{'type': 'network', 'path': '/n'}]} | /linux/namespaces/0/path: this version of jbuild joins no namespace that is there already",
        "'linux': {'namespaces': [{'type': 'mount'}, {'type': 'pid'}, {'type': 'user'}]} | /linux/uidMappings: it is missing, and there is a user namespace",
        "'linux': {'uidMappings': [{'containerID': 1, 'hostID': 1, 'size': 1}]} | /linux/uidMappings/0/containerID: jbuild maps ids from 0 on only",
        "'linux': {'uidMappings': [{'containerID': 0, 'hostID': 4294967290, 'size': 65536}]} | /linux/uidMappings: it goes beyond all numbers of users",
        "'linux': {'uidMappings': [{}, {}]} | /linux/uidMappings: jbuild takes one entry only",
        "'linux': {'uidMappings': [{'containerID': 0, 'hostID': 1, 'size': 1}], 'gidMappings': [{'containerID': 0, 'hostID': 2, 'size': 1}]} | /linux/gidMappings: it is not the same as uidMappings, and jbuild needs that",
        "'linux': {'devices': [{'type': 'x', 'path': '/dev/x'}]} | /linux/devices/0/type: it is none of c, u, b and p",
        "'linux': {'devices': [{'type': 'c', 'path': '/dev/x', 'major': 1}]} | /linux/devices/0: a device has a major and a minor number",
        "'linux': {'devices': [{'type': 'p', 'path': '/etc/x'}]} | /linux/devices/0/path: jbuild makes devices below /dev only, and not in /dev/pts",
        "'linux': {'cgroupsPath': '/web'} | /linux/cgroupsPath: it is not the path of a slice: /NAME.slice",
        "'linux': {'resources': {'devices': [{'allow': true, 'access': 'rx'}]}} | /linux/resources/devices/0/access: it has other letters than r, w and m",
        "'linux': {'resources': {'devices': [{'allow': true, 'minor': 1, 'type': 'c', 'access': 'r'}]}} | /linux/resources/devices/0: a minor number means something with a major one only",
        "'linux': {'resources': {'memory': {'limit': 'x'}}} | /linux/resources/memory/limit: it is not a whole number",
        "'linux': {'resources': {'cpu': {'shares': 1}}} | /linux/resources/cpu/shares: it is not from 2 to 262144",
        "'linux': {'resources': {'cpu': {'quota': 1000}}} | /linux/resources/cpu: a quota needs a period",
        "'linux': {'resources': {'cpu': {'cpus': '1-'}}} | /linux/resources/cpu/cpus: it is no list of numbers such as 0-2,5",
        "'linux': {'resources': {'blockIO': {'weight': 5}}} | /linux/resources/blockIO/weight: it is not from 10 to 1000",
        "'linux': {'resources': {'hugepageLimits': [{}]}} | /linux/resources/hugepageLimits: jbuild has no limit of this kind",
        "'linux': {'sysctl': {'vm.swappiness': '1'}} | /linux/sysctl/vm.swappiness: it would change the host, not the machine",
        "'linux': {'sysctl': {'net.ipv4.ip_forward': '1'}} | /linux/sysctl/net.ipv4.ip_forward: it would change the host, not the machine",
        "'linux': {'sysctl': {'net..x': '1'}} | /linux/sysctl/net..x: it is no name of a setting such as net.ipv4.ip_forward",
        "'linux': {'seccomp': {}} | /linux/seccomp/defaultAction: it is missing",
        "'linux': {'seccomp': {'defaultAction': 'ALLOW'}} | /linux/seccomp/defaultAction: jbuild has no action ALLOW",
        "'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'names': [], 'action': 'SCMP_ACT_ALLOW'}]}} | /linux/seccomp/syscalls/0/names: it names no system call",
        "'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'names': ['x'], 'action': 'SCMP_ACT_ALLOW', 'args': [{'index': 6, 'value': 0, 'op': 'SCMP_CMP_EQ'}]}]}} | /linux/seccomp/syscalls/0/args/0/index: it is not from 0 to 5",
        "'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'flags': ['X']}} | /linux/seccomp/flags/0: jbuild has no flag X",
        "'linux': {'maskedPaths': ['/']} | /linux/maskedPaths/0: nothing would be left of the machine",
        "'linux': {'maskedPaths': ['proc']} | /linux/maskedPaths/0: the path 'proc' does not begin with /",
        "'linux': {'readonlyPaths': [7]} | /linux/readonlyPaths/0: it is not a text",
        "'linux': {'personality': {'domain': 'BSD'}} | /linux/personality/domain: it is neither LINUX nor LINUX32",
        "'linux': {'timeOffsets': {'boottime': {}}} | /linux/timeOffsets: machines have the host's time",
        "'linux': {'rootfspropagation': 'x'} | /linux/rootfspropagation: jbuild does not know this",
      })
  void whatIsWrongIsRefusedWithItsKey(String fields, String why) {
    Failure failure = assertThrows(Failure.class, () -> with(fields));

    assertTrue(failure.details().contains(why), failure.details().toString());
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    Failure failure =
        assertThrows(Failure.class, () -> with("'hostname': 1, 'process': {'cwd': 2}"));

    assertEquals(
        List.of("/process/cwd: it is not a text", "/hostname: it is not a text"),
        failure.details());
    assertEquals("/process/cwd: it is not a text (and 1 more)", failure.why());
  }

  @Test
  void aListThatForbidsNothingLetsAMachineOpenAllDevices() {
    OciBundle open =
        with("'linux': {'resources': {'devices': [{'allow': true, 'access': 'rwm'}]}}");

    assertEquals(DevicePolicy.OPEN, settings(open).resources().devices());
  }

  @Test
  void onlyARegularFileOfABearableSizeIsRead(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("config.json");
    new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
    Failure fifo = assertThrows(Failure.class, () -> BundleReader.read(directory));
    Files.delete(file);
    Failure missing = assertThrows(Failure.class, () -> BundleReader.read(directory));
    Files.write(file, new byte[(4 << 20) + 1]);
    Failure large = assertThrows(Failure.class, () -> BundleReader.read(directory));

    assertEquals("it is a FIFO", fifo.why());
    assertEquals("it has no config.json", missing.why());
    assertEquals("it has more than 4194304 bytes", large.why());
  }
}
