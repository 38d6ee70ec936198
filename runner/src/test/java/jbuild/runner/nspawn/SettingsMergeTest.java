package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.ResourceLimit.Resource;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Integration.JournalLink;
import jbuild.runner.settings.Integration.Timezone;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.ResolvConf;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsMergeTest {
  @TempDir Path temporary;
  private ImageWithSettings web;

  @BeforeEach
  void makePlaces() throws IOException {
    web = new ImageWithSettings(temporary);
  }

  @Test
  void takesAllThatTheAdministratorWrote() throws IOException {
    Files.writeString(
        web.trusted,
        """
        [Exec]
        Environment=A=1 "B=two words"
        Environment=C=3
        User=ada
        WorkingDirectory=/tmp
        KillSignal=SIGTERM
        NotifyReady=yes
        SuppressSync=on
        LimitNOFILE=5:7
        LimitCORE=infinity
        OOMScoreAdjust=-3
        CPUAffinity=0-1
        CPUAffinity=3
        Hostname=other
        MachineID=0123456789abcdef0123456789abcdef
        Capability=CAP_BPF CAP_SYS_TIME
        DropCapability=CAP_KILL
        AmbientCapability=CAP_CHOWN
        NoNewPrivileges=yes
        SystemCallFilter=@clock
        SystemCallFilter=~mkdir
        PrivateUsers=1000:70000
        PivotRoot=/sysroot
        ResolvConf=off
        Timezone=copy
        LinkJournal=no
        Ephemeral=no
        [Files]
        ReadOnly=yes
        Volatile=state
        Bind=/srv
        BindReadOnly=/opt:/mnt
        TemporaryFileSystem=/x
        Inaccessible=/y
        Overlay=/a:/b:/c
        OverlayReadOnly=/a:/d
        BindUser=ada bob
        [Network]
        Private=yes
        """);

    MachineSettings settings = web.settings("ls");

    assertEquals(List.of(), web.warnings);
    assertEquals(
        new Execution(
            Map.of("A", "1", "B", "two words", "C", "3"),
            Optional.of("/tmp"),
            Optional.of("ada"),
            OptionalInt.of(15),
            true,
            true,
            Optional.empty(),
            List.of(
                new ResourceLimit(Resource.NOFILE, 5, 7),
                new ResourceLimit(Resource.CORE, ResourceLimit.INFINITY, ResourceLimit.INFINITY)),
            OptionalInt.of(-3),
            Set.of(0, 1, 3)),
        settings.execution());
    assertAll(
        () -> assertEquals(Optional.of("other"), settings.identity().hostname()),
        () -> assertTrue(settings.identity().uuid().isPresent()),
        () ->
            assertEquals(
                Set.of(Capability.BPF, Capability.SYS_TIME), settings.privileges().added()),
        () -> assertEquals(Set.of(Capability.KILL), settings.privileges().dropped()),
        () -> assertEquals(Set.of(Capability.CHOWN), settings.privileges().ambient()),
        () -> assertTrue(settings.privileges().noNewPrivileges()),
        () ->
            assertEquals(
                List.of("@clock", "~mkdir"), settings.privileges().systemCalls().filters()),
        () ->
            assertEquals(
                new Users.Mapping.Range(new UserNamespace(1000, 70000)),
                settings.users().mapping()),
        () -> assertEquals(List.of("ada", "bob"), settings.users().bound().names()),
        () -> assertEquals(ResolvConf.OFF, settings.integration().resolvConf()),
        () -> assertEquals(Timezone.COPY, settings.integration().timezone()),
        () -> assertEquals(JournalLink.NO, settings.integration().journal()),
        () -> assertTrue(settings.files().readOnly()),
        () -> assertEquals(FileView.Volatility.STATE, settings.files().volatility()),
        () -> assertEquals(6, settings.files().mounts().size()),
        () -> assertTrue(settings.network().own()));
  }

  @Test
  void takesOnlyWhatDoesNoHarmFromAFileThatCameWithTheImage() throws IOException {
    Files.writeString(
        web.beside,
        """
        [Exec]
        Environment=A=1 HOME
        Hostname=other
        DropCapability=CAP_KILL
        NoNewPrivileges=yes
        SystemCallFilter=@clock
        SystemCallFilter=~mkdir
        Capability=CAP_BPF
        AmbientCapability=CAP_CHOWN
        MachineID=0123456789abcdef0123456789abcdef
        Ephemeral=yes
        PrivateUsers=pick
        LimitNOFILE=5
        LimitNOFILE=6
        OOMScoreAdjust=5
        CPUAffinity=0
        LinkJournal=host
        [Files]
        Volatile=yes
        Bind=/
        BindUser=root
        PrivateUsersChown=yes
        [Network]
        Private=no
        Port=80
        """);

    MachineSettings settings = web.settings("ls");

    assertEquals(
        List.of(
            web.beside + ":2: ignoring Environment=HOME: there is no = in it",
            web.beside
                + ": ignoring SystemCallFilter=, Capability=, AmbientCapability=, MachineID=,"
                + " Ephemeral=, PrivateUsers=, LimitNOFILE=, OOMScoreAdjust=, CPUAffinity=, LinkJournal=,"
                + " Bind=, BindUser=, PrivateUsersChown=, Private=, Port=: the file is not"
                + " trusted"),
        web.warnings);
    MachineSettings harmless = web.settings(new SettingsFiles(List.of()), "--settings=no", "ls");
    assertAll(
        () -> assertEquals(Map.of("A", "1"), settings.execution().environment()),
        () -> assertEquals(Optional.of("other"), settings.identity().hostname()),
        () -> assertEquals(harmless.users(), settings.users()),
        () -> assertEquals(harmless.network(), settings.network()),
        () -> assertEquals(harmless.resources(), settings.resources()),
        () -> assertEquals(List.of(), settings.execution().limits()),
        () -> assertEquals(List.of(), settings.files().mounts()),
        () -> assertEquals(FileView.Volatility.YES, settings.files().volatility()),
        () -> assertEquals(Set.of(), settings.privileges().added()),
        () -> assertEquals(Set.of(Capability.KILL), settings.privileges().dropped()),
        () -> assertEquals(List.of("~mkdir"), settings.privileges().systemCalls().filters()));
  }

  @Test
  void takesAllFromAnyFileOnRequest() throws IOException {
    Files.writeString(
        web.beside, "[Exec]\nCapability=CAP_BPF\nHostname=file\n[Files]\nBind=/srv\n");

    MachineSettings settings = web.settings("--settings=trusted", "--hostname=typed", "ls");

    assertEquals(List.of(), web.warnings);
    assertEquals(Set.of(Capability.BPF), settings.privileges().added());
    assertEquals(Optional.of("typed"), settings.identity().hostname());
    assertEquals(
        List.of(CustomMount.Bind.of(Path.of("/srv"), "/srv", false)), settings.files().mounts());
  }

  @ParameterizedTest
  @CsvSource({"yes,typed", "override,file"})
  void letsOneOfTwoWin(String mode, String winner) throws IOException {
    Files.writeString(
        web.trusted,
        "[Exec]\nHostname=file\nEnvironment=X=file\nWorkingDirectory=/file\nLimitNOFILE=1\n"
            + "LimitCORE=3\n[Files]\nTemporaryFileSystem=/file\n");

    MachineSettings settings =
        web.settings(
            "--settings=" + mode,
            "--hostname=typed",
            "-E",
            "X=typed",
            "--chdir=/typed",
            "--rlimit=NOFILE=2",
            "--tmpfs=/typed",
            "ls");

    long limit = winner.equals("file") ? 1 : 2;
    assertAll(
        () -> assertEquals(Optional.of(winner), settings.identity().hostname()),
        () -> assertEquals(Map.of("X", winner), settings.execution().environment()),
        () -> assertEquals(Optional.of("/" + winner), settings.execution().workingDirectory()),
        () ->
            assertEquals(
                List.of(
                    new ResourceLimit(Resource.NOFILE, limit, limit),
                    new ResourceLimit(Resource.CORE, 3, 3)),
                settings.execution().limits()),
        () ->
            assertEquals(
                List.of(new CustomMount.Tmpfs("/" + winner, "")), settings.files().mounts()));
  }

  @Test
  void masksNetworkAndUsersAsAWholeButPortsAlone() throws IOException {
    Files.writeString(
        web.trusted,
        "[Exec]\nPrivateUsers=pick\n[Files]\nPrivateUsersOwnership=map\n[Network]\n"
            + "VirtualEthernet=yes\nZone=a\n");

    MachineSettings settings =
        web.settings("--private-network", "--private-users-ownership=off", "true");

    assertEquals(new Users.Mapping.None(), settings.users().mapping());
    assertEquals(false, settings.network().veth());
    assertEquals(Optional.empty(), settings.network().zone());
  }

  @Test
  void addsToCapabilitiesOfTheCommandLineWhenItIsStronger() throws IOException {
    Files.writeString(
        web.trusted,
        "[Exec]\nDropCapability=CAP_MKNOD CAP_BPF\nCapability=CAP_CHOWN CAP_BPF\n"
            + "AmbientCapability=CAP_CHOWN\n");

    MachineSettings overridden =
        web.settings(
            "--settings=override",
            "--ambient-capability=CAP_KILL",
            "--drop-capability=CAP_CHOWN",
            "ls");
    MachineSettings masked = web.settings("--ambient-capability=CAP_KILL", "ls");

    assertEquals(Set.of(Capability.MKNOD, Capability.BPF), overridden.privileges().dropped());
    assertEquals(Set.of(Capability.CHOWN, Capability.KILL), overridden.privileges().ambient());
    assertEquals(Set.of(), masked.privileges().dropped());
  }

  @Test
  void givesNoRightsWithTheNetworkWhenCapabilitiesWereTyped() throws IOException {
    Files.writeString(web.trusted, "[Network]\nPrivate=yes\n");

    assertEquals(
        Set.of(Capability.KILL, Capability.NET_ADMIN),
        web.settings("--drop-capability=CAP_KILL", "ls").privileges().dropped());
    assertEquals(Set.of(), web.settings("--capability=CAP_NET_ADMIN", "ls").privileges().dropped());
    assertEquals(Set.of(), web.settings("ls").privileges().dropped());
  }

  @Test
  void startsWhatTheFileSaysWhenNobodyTypedACommand() throws IOException {
    Files.writeString(web.trusted, "[Exec]\nBoot=no\nParameters=/bin/sh \"a b\" c\\x20d\n");

    assertEquals(
        new Payload.Program(List.of("/bin/sh", "a b", "c\\x20d"), false), web.settings().payload());
    assertEquals(
        new Payload.Program(List.of("/bin/sh", "a b", "c\\x20d"), false),
        web.settings("--settings=override", "--boot").payload());
    assertEquals(new Payload.Boot(List.of()), web.settings("--boot").payload());
    assertEquals(
        new Payload.Program(List.of("ls"), false),
        web.settings("--settings=override", "ls").payload());
  }

  @Test
  void knowsNoParametersWithoutAModeAndOneModeOnly() throws IOException {
    Files.writeString(web.trusted, "[Exec]\nParameters=/bin/sh\n");
    Payload without = web.settings().payload();
    Files.writeString(
        web.trusted, "[Exec]\nBoot=no\nProcessTwo=yes\nBoot=yes\nParameters=/bin/sh\n");
    Payload both = web.settings().payload();

    assertEquals(new Payload.Program(List.of(), false), without);
    assertEquals(new Payload.Program(List.of("/bin/sh"), true), both);
    assertEquals(
        List.of(web.trusted + ":4: ignoring Boot=yes: it contradicts an earlier line"),
        web.warnings);
  }

  @Test
  void forgetsWhatAnEmptyValueResets() throws IOException {
    Files.writeString(
        web.trusted,
        "[Exec]\nEnvironment=A=1\nEnvironment=\nHostname=a\nHostname=\nNoNewPrivileges=yes\n"
            + "NoNewPrivileges=\nCapability=CAP_BPF\nCapability=\n");

    MachineSettings settings = web.settings("--settings=override", "-E", "B=2", "ls");

    assertEquals(List.of(), web.warnings);
    assertEquals(Map.of("B", "2"), settings.execution().environment());
    assertEquals(Optional.empty(), settings.identity().hostname());
    assertEquals(false, settings.privileges().noNewPrivileges());
    assertEquals(Set.of(Capability.BPF), settings.privileges().added());
  }

  @Test
  void goesOnBehindEachMistake() throws IOException {
    Files.writeString(
        web.trusted,
        "[Exec]\nCapability=CAP_BOGUS CAP_BPF\nLimitNOFILE=9:5\nLimitBOGUS=1\nKillSignal=\n"
            + "CPUAffinity=zz\nUser=a b\nHostname=\"q\"\nPrivateUsers=0\nTimezone=help\n"
            + "Bind=/x\n[Files]\nVolatile=maybe\nBind=:\nPrivateUsersChown=maybe\n[Network]\n"
            + "Port=80\nPort=tcp:80\nPrivate=yes\nEnvironment=A=1\n");

    List<String> places = new ArrayList<>();
    assertEquals(1, web.settings("ls").network().ports().size());
    for (String warning : web.warnings) {
      String text = warning.substring(web.trusted.toString().length());
      places.add(text.replaceFirst(":(\\d+): ignoring ([^=]*).*", "$1 $2"));
    }

    assertEquals(
        List.of(
            "2 Capability",
            "3 LimitNOFILE",
            "4 the unknown key LimitBOGUS",
            "5 KillSignal",
            "6 CPUAffinity",
            "7 User",
            "8 Hostname",
            "10 Timezone",
            "11 the unknown key Bind",
            "13 Volatile",
            "14 Bind",
            "15 PrivateUsersChown",
            "18 Port",
            "20 the unknown key Environment"),
        places);
  }
}
