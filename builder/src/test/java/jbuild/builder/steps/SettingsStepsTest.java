package jbuild.builder.steps;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.ImageFile;
import jbuild.builder.recipe.MachineId;
import jbuild.builder.recipe.Owner;
import jbuild.builder.recipe.Password;
import jbuild.builder.recipe.Phase;
import jbuild.builder.recipe.Script;
import jbuild.builder.recipe.ScriptPlace;
import jbuild.builder.recipe.Startup;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.FileStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps that need no program of the image, on a real tree; others are asked of a list. */
@Tag("root")
class SettingsStepsTest {
  private static final int SHADOW_MODE = 0640;
  private static final int SHADOW_GROUP = 42;

  private final List<Command> commands = new ArrayList<>();

  @TempDir Path directory;
  private ImageTree tree;
  private Workspace workspace;

  @BeforeEach
  void makeRoot() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    tree = ImageTree.open(root);
    workspace =
        new Workspace(
            directory, directory, (command, lines) -> commands.add(command), Progress.SILENT);
  }

  @AfterEach
  void removeRoot() {
    tree.close();
    Trees.remove(workspace.root());
  }

  @Test
  void theHostNameResolvesInAnImageWithoutHosts() {
    run(new SetHostname("web.example"));

    assertAll(
        () -> assertEquals("web.example\n", text("/etc/hostname")),
        () ->
            assertEquals(
                """
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                127.0.1.1\tweb.example web
                """,
                text("/etc/hosts")));
  }

  @Test
  void hostsThatNameTheHostStayAsTheyAre() {
    write("/etc/hosts", "127.0.0.1 localhost web # here\n");

    run(new SetHostname("web"));

    assertEquals("127.0.0.1 localhost web # here\n", text("/etc/hosts"));
  }

  @Test
  void theTimeZoneIsALinkThatStaysInTheImage() {
    write("/usr/share/zoneinfo/Europe/Paris", "TZif");
    write("/etc/debian_version", "13.0\n");

    run(new SetTimezone("Europe/Paris"));

    assertAll(
        () ->
            assertEquals(
                "../usr/share/zoneinfo/Europe/Paris", tree.readLink("/etc/localtime").get()),
        () -> assertEquals("Europe/Paris\n", text("/etc/timezone")));
  }

  @Test
  void anUnknownTimeZoneIsRefused() {
    write("/usr/share/zoneinfo/Europe/Paris", "TZif");

    Failure failure = assertThrows(Failure.class, () -> run(new SetTimezone("Europe/Pariss")));

    assertAll(
        () -> assertEquals("cannot set the time zone to Europe/Pariss", failure.what()),
        () -> assertEquals("the image's time zone data do not have it", failure.why()));
  }

  @Test
  void universalTimeNeedsNoData() {
    tree.link("/etc/localtime", "/usr/share/zoneinfo/Europe/Paris");

    run(new SetTimezone("UTC"));

    assertEquals(List.of(), tree.list("/etc"));
  }

  @Test
  void theBuiltInLocaleNeedsNoProgram() {
    write("/etc/debian_version", "12.0\n");

    run(new SetLocale("C.UTF-8"));

    assertAll(
        () -> assertEquals("LANG=C.UTF-8\n", text("/etc/locale.conf")),
        () -> assertEquals("LANG=C.UTF-8\n", text("/etc/default/locale")),
        () -> assertEquals(List.of(), commands));
  }

  @Test
  void anotherLocaleIsGenerated() {
    write("/usr/share/i18n/SUPPORTED", "aa_DJ ISO-8859-1\nde_DE.UTF-8 UTF-8\n");
    write("/etc/locale.gen", "# Comment\n# de_DE.UTF-8 UTF-8  \n# en_US.UTF-8 UTF-8\n");

    run(new SetLocale("de_DE.UTF-8"));

    assertAll(
        () ->
            assertEquals(
                "# Comment\n# en_US.UTF-8 UTF-8\nde_DE.UTF-8 UTF-8\n", text("/etc/locale.gen")),
        () -> assertEquals(List.of("locale-gen"), commands.get(0).argv()),
        () -> assertEquals("LANG=de_DE.UTF-8\n", text("/etc/locale.conf")));
  }

  @Test
  void anUnknownLocaleIsRefused() {
    write("/usr/share/i18n/SUPPORTED", "de_DE.UTF-8 UTF-8\n");

    Failure failure = assertThrows(Failure.class, () -> run(new SetLocale("de_XX.UTF-8")));

    assertEquals("the image's C library does not know it", failure.why());
  }

  @Test
  void theRootPasswordIsAllThatChangesInItsFile() {
    String others = "daemon:*:20000:0:99999:7:::\nroot2:x:1::::::\n";
    writeShadow("root:x:20000:0:99999:7:::\n" + others);

    run(new SetRootPassword(new Password.Hashed("$6$salt$hash"), Map.of()));
    assertEquals("root:$6$salt$hash:20000:0:99999:7:::\n" + others, text("/etc/shadow"));

    run(new SetRootPassword(new Password.Empty(), Map.of()));
    assertEquals("root::20000:0:99999:7:::\n" + others, text("/etc/shadow"));

    run(new SetRootPassword(new Password.Locked(), Map.of()));
    assertEquals("root:*:20000:0:99999:7:::\n" + others, text("/etc/shadow"));

    FileStatus status = tree.status("/etc/shadow");
    assertEquals(SHADOW_MODE, status.mode());
    assertEquals(SHADOW_GROUP, status.gid());
  }

  @Test
  void anEmptyPasswordIsEnoughOnTheConsolesOfOldReleases() {
    writeShadow("root:*:20000:0:99999:7:::\n");
    write("/etc/securetty", "tty1\nconsole\n");

    run(new SetRootPassword(new Password.Empty(), Map.of()));

    assertEquals("tty1\nconsole\npts/0\n", text("/etc/securetty"));
  }

  @Test
  void aPasswordFromAFileIsSetByTheImageAndNeverAnArgument() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "secret word\nsecond line\n");

    run(new SetRootPassword(new Password.FromFile(file), Map.of()));

    assertAll(
        () -> assertEquals(List.of("chpasswd"), commands.get(0).argv()),
        () -> assertEquals("root:secret word\n", commands.get(0).input()));
  }

  @Test
  void aLinkToTheHostIsReplacedNotFollowed() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "untouched");
    tree.link("/etc/hostname", outside.toString());
    tree.link("/var", "../..");

    run(new SetHostname("web"));
    run(new WriteFiles(List.of(file("/var/outside", "inside", Owner.ROOT))));

    assertAll(
        () -> assertEquals("untouched", Files.readString(outside)),
        () -> assertEquals("web\n", text("/etc/hostname")),
        () -> assertEquals("inside", text("/outside")));
  }

  @Test
  void filesGetTheOwnersThatTheImageKnows() {
    write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/bin/sh\n");
    write("/etc/group", "root:x:0:\nadm:x:4:\n");

    run(new WriteFiles(List.of(file("/srv/www/index", "hello", new Owner("www-data", "adm")))));

    FileStatus status = tree.status("/srv/www/index");
    assertAll(
        () -> assertEquals("hello", text("/srv/www/index")),
        () -> assertEquals(0600, status.mode()),
        () -> assertEquals(33, status.uid()),
        () -> assertEquals(4, status.gid()));
  }

  @Test
  void filesOfUnknownOwnersAreRefused() {
    ImageFile file = file("/srv/index", "hello", new Owner("nobody-here", "0"));

    Failure failure = assertThrows(Failure.class, () -> run(new WriteFiles(List.of(file))));

    assertEquals("the image has no such user", failure.why());
  }

  @Test
  void theImageVersionReplacesAnOlderOne() {
    write("/usr/lib/os-release", "ID=debian\nIMAGE_VERSION=1\n");
    tree.link("/etc/os-release", "../usr/lib/os-release");

    run(new SetImageVersion("web", "2"));

    assertEquals("ID=debian\nIMAGE_ID=web\nIMAGE_VERSION=2\n", text("/etc/os-release"));
  }

  @Test
  void whatBelongsToTheBuildIsCleanedUp() {
    write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    write("/var/lib/dbus/machine-id", "0123456789abcdef0123456789abcdef\n");
    write("/var/lib/apt/lists/partial/x", "");
    write("/var/log/dpkg.log", "");
    tree.directory("/tmp", 01777, 0, 0);
    write("/tmp/left/over", "");
    write("/home/ada/kept", "");
    tree.link("/var/tmp", "/home/ada");

    write("/var/log/bootstrap.log", "wanted");
    write("/var/cache/apt/wanted", "");
    write("/etc/resolv.conf", "nameserver 192.0.2.1\n");
    List<String> wanted = List.of("/var/log/bootstrap.log", "/var/cache/apt/wanted");

    run(new Clean(wanted, Startup.STANDARD));

    assertAll(
        () -> assertEquals("", text("/etc/machine-id")),
        () -> assertEquals("/etc/machine-id", tree.readLink("/var/lib/dbus/machine-id").get()),
        () -> assertEquals(List.of(), tree.list("/var/lib/apt/lists")),
        () -> assertEquals(List.of(), tree.list("/tmp")),
        () -> assertEquals(01777, tree.status("/tmp").mode()),
        () -> assertEquals(List.of("kept"), tree.list("/home/ada")),
        () -> assertFalse(tree.exists("/etc/resolv.conf")),
        () -> wanted.forEach(path -> assertTrue(tree.exists(path))),
        () -> assertFalse(tree.exists("/var/log/dpkg.log")));
  }

  @Test
  void theFirstStartMakesAnIdentityThatStaysAndAsksNothing() {
    write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");

    run(
        new Clean(
            List.of(), new Startup(Optional.empty(), MachineId.FIRST_BOOT, false, false, true)));

    assertEquals("uninitialized\n", text("/etc/machine-id"));
    assertEquals(
        Optional.of("/dev/null"), tree.readLink("/etc/systemd/system/systemd-firstboot.service"));
  }

  @Test
  void theKeymapIsForTheConsoleOfEachDistribution() {
    write("/etc/debian_version", "13\n");

    run(new SetKeymap("de-nodeadkeys"));

    assertEquals("KEYMAP=de-nodeadkeys\n", text("/etc/vconsole.conf"));
    assertTrue(
        text("/etc/default/keyboard").contains("XKBLAYOUT=\"de\"\nXKBVARIANT=\"nodeadkeys\""));
  }

  @Test
  void wiredLinksAskTheNetworkAndNamesAreLookedUpByTheSystemsOwnService() {
    write("/usr/lib/systemd/systemd-resolved", "");

    run(new SetNetwork());

    assertEquals(
        List.of(
            "systemctl", "enable", "--", "systemd-networkd.service", "systemd-resolved.service"),
        commands.get(0).argv());
    assertEquals(
        Optional.of("../run/systemd/resolve/stub-resolv.conf"), tree.readLink("/etc/resolv.conf"));
  }

  @Test
  void licencesStayWhenDocumentationGoes() {
    write("/usr/share/doc/less/copyright", "GPL");
    write("/usr/share/doc/less/README", "read me");
    write("/usr/share/man/man1/less.1.gz", "");
    tree.link("/usr/share/doc/lesskey", "less");

    run(new RemoveDocumentation());

    assertEquals(List.of("copyright"), tree.list("/usr/share/doc/less"));
    assertEquals(Optional.of("less"), tree.readLink("/usr/share/doc/lesskey"));
    assertEquals(List.of(), tree.list("/usr/share/man"));
  }

  @Test
  void aScriptBesideTheImageSeesItAsADirectory() {
    run(
        new RunScript(
            1,
            new Script(
                Phase.LAST, ScriptPlace.HOST, "ls $JBUILD_ROOT", false, Duration.ofMinutes(1))));

    Command command = commands.get(0);
    assertEquals(Path.of("/"), command.root());
    assertEquals("/run/jbuild/root", command.environment().get("JBUILD_ROOT"));
    assertTrue(
        command.binds().contains(new Command.Bind(workspace.root(), "/run/jbuild/root", false)));
  }

  private void run(Step step) {
    step.run(workspace);
  }

  private static ImageFile file(String path, String text, Owner owner) {
    return new ImageFile(path, new ImageFile.Content.Text(text), 0600, owner);
  }

  private void writeShadow(String text) {
    tree.write("/etc/shadow", text.getBytes(StandardCharsets.UTF_8), SHADOW_MODE, 0, SHADOW_GROUP);
  }

  private void write(String path, String text) {
    tree.write(path, text.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
  }

  private String text(String path) {
    return new String(tree.read(path, TextFiles.LARGEST).orElseThrow(), StandardCharsets.UTF_8);
  }
}
