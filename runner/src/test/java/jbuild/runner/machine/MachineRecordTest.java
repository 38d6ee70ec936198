package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import jbuild.runner.Failure;
import jbuild.runner.network.Reach;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Privileges;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRecordTest {
  @TempDir Path directory;

  @Test
  void isReadAsItWasWritten() throws UnknownHostException {
    MachineRecord record =
        new MachineRecord(
            new MachineName("small"),
            17,
            123456789012L,
            Path.of("/srv/a\\n=\nROOT=/b"),
            UUID.fromString("149d5181-756c-4c54-90ce-97d1f18276ba"),
            true,
            new Reach(
                Optional.of("lab"),
                List.of(InetAddress.getByName("192.168.9.2"), InetAddress.getByName("fd00::9")),
                List.of(new Network.Port(Network.Port.Protocol.UDP, 53, 5353))),
            Optional.of(new UserNamespace(1_000_013_824, 65536)));

    record.write(directory);

    assertEquals(Optional.of(record), MachineRecord.read(directory));
    assertEquals(1, directory.toFile().list().length);
  }

  @Test
  void aProcessThatIsAnotherOneNowIsNotTheMachine() {
    int pid = (int) ProcessHandle.current().pid();
    long started = MachineRecord.startOf(pid);

    assertTrue(of(pid, started).isAlive());
    assertFalse(of(pid, started - 1).isAlive());
    assertFalse(of(Integer.MAX_VALUE, started).isAlive());
  }

  private static MachineRecord of(int leader, long started) {
    return new MachineRecord(
        new MachineName("small"),
        leader,
        started,
        Path.of("/srv"),
        new UUID(1, 2),
        false,
        Reach.NONE,
        Optional.empty());
  }

  @Test
  @Tag("root")
  void theMachinesThatRunAreFoundUntilTheyEnd() throws IOException {
    SmallImage image = SmallImage.in(directory);
    RuntimeDirectory runtime = new RuntimeDirectory(directory.resolve("run"));
    MachineSettings settings =
        image.script(
            plain -> plain.with(Network.LOOPBACK).with(Users.in(SmallImage.USERS)), "read forever");
    assertEquals(List.of(), runtime.running());

    try (Machine machine = new Launcher(runtime).start(settings, new Stdio.Terminal())) {
      MachineRecord found = runtime.running().get(0);
      assertEquals(machine.pid(), found.leader());
      assertEquals(image.root(), found.root());
      assertEquals(Optional.of(SmallImage.USERS), found.users());
      assertTrue(found.ownNetwork());
    }

    assertEquals(List.of(), runtime.running());
    assertEquals(List.of(), SmallImage.records(directory.resolve("run/machines")));
  }

  @Test
  void whatAnotherVersionMayHaveWrittenIsNoMachine() throws IOException {
    for (String text :
        new String[] {"", "nonsense\n", "NAME=a\nLEADER=x\n", "NAME=\\\n", "LEADER=1\nUUID=1\n"}) {
      Files.writeString(directory.resolve("machine"), text);

      assertEquals(Optional.empty(), MachineRecord.read(directory));
    }
  }

  @Test
  void aRecordThatWasCutShortRemovesNothing() throws IOException {
    Path parent = Files.createDirectories(directory.resolve("parent"));
    Path whole = Files.createDirectories(parent.resolve("whole/below"));
    Path kept = Files.createDirectories(parent.resolve("kept/below"));
    Path dead = Files.createDirectories(directory.resolve("run/machines/small.1"));
    Files.createFile(dead.resolve("lock"));
    Files.writeString(dead.resolve("remains"), parent + "\0whole/below\0" + parent + "\0kept");

    new RuntimeDirectory(directory.resolve("run")).collect();

    assertFalse(Files.exists(whole));
    assertTrue(Files.exists(kept));
    assertFalse(Files.exists(dead));
  }

  @Test
  void aContextOfFileSystemsIsGivenToThem() throws IOException {
    Privileges standard = Privileges.STANDARD;
    Privileges labelled =
        new Privileges(
            standard.added(),
            standard.dropped(),
            standard.ambient(),
            false,
            standard.systemCalls(),
            new Privileges.Selinux(Optional.empty(), Optional.of("system_u:object_r:x:s0")));
    MachineSettings settings =
        SmallImage.in(directory).script(plain -> plain.with(labelled), "true");

    SelinuxLabels.check(settings, directory);
    assertThrows(Failure.class, () -> SelinuxLabels.check(settings, directory.resolve("missing")));
  }

  @Test
  void anSelinuxContextIsRefusedWhereNobodyKnowsIt() throws IOException {
    Privileges standard = Privileges.STANDARD;
    Privileges labelled =
        new Privileges(
            standard.added(),
            standard.dropped(),
            standard.ambient(),
            false,
            standard.systemCalls(),
            new Privileges.Selinux(Optional.of("system_u:system_r:x"), Optional.empty()));
    MachineSettings plain = SmallImage.in(directory).script(settings -> settings, "true");

    SelinuxLabels.check(plain, directory.resolve("missing"));
    SelinuxLabels.check(plain.with(labelled), directory);
    Failure failure =
        assertThrows(
            Failure.class,
            () -> SelinuxLabels.check(plain.with(labelled), directory.resolve("missing")));

    assertEquals(
        "it is to have an SELinux context, and the kernel has no SELinux policy", failure.why());
  }
}
