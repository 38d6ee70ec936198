package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.SeccompProfile;
import jbuild.runner.linux.SeccompProfile.Outcome;
import jbuild.runner.linux.SeccompProfile.Rule;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Described;
import jbuild.runner.settings.CustomMount.Inaccessible;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Particulars;
import jbuild.runner.settings.Particulars.CapabilitySets;
import jbuild.runner.settings.Particulars.DeviceNode;
import jbuild.runner.settings.Particulars.Ids;
import jbuild.runner.settings.Privileges;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bundles say of machines, and nobody else. */
@Tag("root")
class ParticularsTest {
  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  private List<String> lines(UnaryOperator<MachineSettings> changed, String... script) {
    return image.run(runtime, changed, script).lines();
  }

  private static Particulars as(Ids ids, Optional<CapabilitySets> capabilities) {
    return new Particulars(
        Optional.of(ids),
        OptionalInt.of(0077),
        capabilities,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Map.of());
  }

  private static Particulars withPaths(List<DeviceNode> devices, List<String> readOnly) {
    return new Particulars(
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        devices,
        readOnly,
        Optional.empty(),
        Map.of());
  }

  private static Particulars withKernel(
      Optional<SeccompProfile> filter, Map<String, String> sysctl) {
    return new Particulars(
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        filter,
        List.of(),
        List.of(),
        Optional.of("example.org"),
        sysctl);
  }

  private static UnaryOperator<MachineSettings> with(Particulars particulars) {
    return settings -> settings.with(particulars);
  }

  private static MachineSettings apart(MachineSettings settings) {
    return settings.with(Network.LOOPBACK).with(Users.in(SmallImage.USERS));
  }

  private static MachineSettings showing(MachineSettings settings, CustomMount... mounts) {
    List<CustomMount> all = new ArrayList<>(List.of(SmallImage.USR));
    all.addAll(List.of(mounts));
    return settings.with(FileView.with(all));
  }

  @Test
  void aPayloadIsWhoeverItsNumbersSayAlsoWhenTheMachineDoesNotKnowThem() {
    assertEquals(
        List.of("1234", "567 8 9", "0077", "/ 1234"),
        lines(
            with(as(new Ids(1234, 567, List.of(8L, 9L)), Optional.empty())),
            "id -u; id -G; umask; echo $HOME $USER"));
  }

  @Test
  void rootTooMayHaveOtherGroups() {
    assertEquals(
        List.of("0", "5 6", "/root root"),
        lines(
            with(as(new Ids(0, 5, List.of(6L)), Optional.empty())),
            "id -u; id -G; echo $HOME $USER"));
  }

  @Test
  void eachSetOfCapabilitiesIsWhatItIsSaidToBe() {
    CapabilitySets sets =
        new CapabilitySets(
            Optional.of(Set.of(Capability.CHOWN, Capability.KILL, Capability.NET_RAW)),
            Optional.of(Set.of(Capability.KILL, Capability.NET_RAW)),
            Optional.of(Set.of(Capability.KILL)),
            Optional.of(Set.of(Capability.NET_RAW)),
            Optional.of(Set.of(Capability.NET_RAW)));

    // execve(2) makes the permitted and the effective set of one without root: the ambient one.
    assertEquals(
        List.of(
            "CapInh:\t0000000000002000",
            "CapPrm:\t0000000000002000",
            "CapEff:\t0000000000002000",
            "CapBnd:\t0000000000002021",
            "CapAmb:\t0000000000002000"),
        lines(
            with(as(new Ids(1000, 1000, List.of()), Optional.of(sets))),
            "grep ^Cap /proc/self/status"));
  }

  @Test
  void rootHasTheBoundingSetAndNothingElse() {
    CapabilitySets sets =
        new CapabilitySets(
            Optional.of(Set.of(Capability.CHOWN, Capability.KILL)),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Set.of()),
            Optional.empty());

    assertEquals(
        List.of(
            "CapInh:\t0000000000000000",
            "CapPrm:\t0000000000000021",
            "CapEff:\t0000000000000021",
            "CapBnd:\t0000000000000021",
            "CapAmb:\t0000000000000000"),
        lines(
            with(as(new Ids(0, 0, List.of()), Optional.of(sets))), "grep ^Cap /proc/self/status"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readOnlyPathsCannotBeWrittenAndMissingOnesDoNotMatter(boolean ownUsers) throws IOException {
    Files.createDirectories(image.root().resolve("data/below"));
    Particulars particulars =
        withPaths(List.of(), List.of("/data", "/proc/self/oom_score_adj", "/proc/tty", "/no"));

    List<String> lines =
        lines(
            settings -> (ownUsers ? apart(settings) : settings).with(particulars),
            "touch /data/x /data/below/y 2>&1 | grep -c Read-only",
            "touch /new 2>&1; ls -d /new /no 2>/dev/null",
            "grep -c ' /proc/tty ro,' /proc/self/mountinfo");

    assertEquals("2", lines.get(0));
    assertEquals("1", lines.get(lines.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maskedPathsAreEmptyAndMissingOnesDoNotMatter(boolean ownUsers) throws IOException {
    Files.writeString(image.root().resolve("etc/secret"), "secret\n");

    List<String> lines =
        lines(
            settings ->
                showing(
                    ownUsers ? apart(settings) : settings,
                    new Inaccessible("/etc/secret", false),
                    new Inaccessible("/proc/uptime", false),
                    new Inaccessible("/proc/no", false),
                    new Inaccessible("/sys/firmware", false),
                    new Inaccessible("/no/such", false)),
            "cat /etc/secret /proc/uptime; echo; ls /sys/firmware 2>/dev/null; echo end");

    assertEquals("end", lines.get(lines.size() - 1));
    assertEquals(false, lines.contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void settingsOfTheKernelAreTheMachinesOwn(boolean ownUsers) throws IOException {
    Path forwarding = Path.of("/proc/sys/net/ipv4/conf/lo/forwarding");
    String before = Files.readString(forwarding);
    Particulars particulars =
        withKernel(Optional.empty(), Map.of("net.ipv4.conf.lo.forwarding", "1"));

    assertEquals(
        List.of("1", "example.org"),
        lines(
            settings ->
                (ownUsers ? apart(settings) : settings.with(Network.LOOPBACK)).with(particulars),
            "cat /proc/sys/net/ipv4/conf/lo/forwarding /proc/sys/kernel/domainname"));
    assertEquals(before, Files.readString(forwarding));
  }

  @Test
  void aSettingThatTheKernelDoesNotHaveIsNamed() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                lines(
                    settings ->
                        settings
                            .with(Network.LOOPBACK)
                            .with(withKernel(Optional.empty(), Map.of("net.nothing", "1"))),
                    "true"));

    assertEquals("cannot write '1' to /proc/sys/net/nothing", failure.what());
  }

  @Test
  void aFilterOfABundleTakesThePlaceOfOurs() {
    SeccompProfile profile =
        new SeccompProfile(
            Outcome.of("SCMP_ACT_ALLOW", Optional.empty()),
            Set.of(),
            List.of(
                new Rule(
                    Set.of("mkdir", "mkdirat"),
                    Outcome.of("SCMP_ACT_ERRNO", Optional.of(95)),
                    List.of())));

    assertEquals(
        List.of("mkdir: cannot create directory ‘/tmp/x’: Operation not supported", "2"),
        lines(
            with(withKernel(Optional.of(profile), Map.of())),
            "LC_ALL=C.UTF-8 mkdir /tmp/x 2>&1; grep Seccomp: /proc/self/status | cut -f2"));
  }

  @Test
  void aFilterThatForbidsChangesOfRightsDoesNotDisturbUsWhereNothingNewIsGained() {
    SeccompProfile profile =
        new SeccompProfile(
            Outcome.of("SCMP_ACT_ALLOW", Optional.empty()),
            Set.of(),
            List.of(
                new Rule(
                    Set.of("capset", "prctl"),
                    Outcome.of("SCMP_ACT_ERRNO", Optional.empty()),
                    List.of())));
    Privileges privileges =
        new Privileges(
            Set.of(),
            Set.of(),
            Set.of(),
            true,
            Privileges.SystemCalls.STANDARD,
            Privileges.Selinux.NONE);

    assertEquals(
        List.of("2"),
        lines(
            settings -> settings.with(privileges).with(withKernel(Optional.of(profile), Map.of())),
            "grep Seccomp: /proc/self/status | cut -f2"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void devicesAreThereWithTheirOwnersInTheMachine(boolean ownUsers) {
    Particulars particulars =
        withPaths(
            List.of(
                new DeviceNode("/dev/memory/kvm", FileType.CHARACTER_DEVICE, 10, 232, 0660, 1, 7),
                new DeviceNode("/dev/queue", FileType.FIFO, 0, 0, 0600, 0, 0),
                new DeviceNode("/dev/null", FileType.CHARACTER_DEVICE, 10, 232, 0600, 0, 0)),
            List.of());

    assertEquals(
        List.of(
            "character special file a:e8 1 7 660",
            "fifo 0:0 0 0 600",
            "character special file 1:3 0 0 666"),
        lines(
            settings -> (ownUsers ? apart(settings) : settings).with(particulars),
            "stat -c '%F %t:%T %u %g %a' /dev/memory/kvm /dev/queue /dev/null"));
  }

  @Test
  void mountsAreMadeAsTheirOptionsDescribeThem() throws IOException {
    Path source = Files.createDirectories(directory.resolve("source"));
    String bound = source.toString();

    assertEquals(
        List.of("/bound ro,nosuid,nodev", "/terminals rw,noexec"),
        lines(
            settings ->
                showing(
                    settings,
                    new Described(
                        "bind",
                        Optional.of(bound),
                        List.of("bind", "ro", "nosuid", "nodev", "rprivate"),
                        "/bound"),
                    new Described(
                        "devpts",
                        Optional.of("devpts"),
                        List.of("noexec", "newinstance", "mode=0620"),
                        "/terminals")),
            "grep -E ' /(bound|terminals) ' /proc/self/mountinfo | cut -d' ' -f5,6"
                + " | sed s/,relatime//"));
  }

  @Test
  void anOptionThatNoBindMountHasIsRefused() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                lines(
                    settings ->
                        showing(
                            settings,
                            new Described(
                                "bind", Optional.of("/usr"), List.of("size=1"), "/bound")),
                    "true"));

    assertEquals("bind mounts have no option size", failure.why());
  }
}
