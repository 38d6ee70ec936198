package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A settings file makes the same machine under jbuild as under systemd-nspawn. */
@Tag("root")
class SettingsFilesIT {
  private static final Path TRUSTED = Path.of("/run/systemd/nspawn");

  /** Other machines of the host have other names. */
  private static final String NAME = "jbuild-settings-" + ProcessHandle.current().pid();

  private static final String PROBE =
      """
      echo "user $(id -un) in $PWD on $(uname -n), $(uname -m)"
      echo "words $*"
      env | grep ^SET_ | sort
      grep -e ^Cap -e ^NoNew -e ^Cpus_allowed_list /proc/self/status
      echo "limits $(ulimit -Sn) $(ulimit -Hn) $(ulimit -Sc) score $(cat /proc/self/oom_score_adj)"
      cat /proc/self/uid_map
      grep -c . /proc/net/dev
      grep -o -e ' / / r[ow]' -e ' /mnt/[^ ]* r[ow]' /proc/self/mountinfo | sort
      ls -A /mnt
      for call in 'mkdir /dev/shm/made' 'touch /dev/shm/made2' 'touch /etc/made'; do
        $call 2>/dev/null && echo "can $call"
      done
      rm -f /etc/made
      """;

  @TempDir static Path directory;
  private static Path image;
  private static SystemdNspawn original;

  @BeforeAll
  static void copyImage() throws IOException {
    image = directory.resolve(NAME);
    Path built = BuiltImages.of("test-images/bookworm.toml");
    Finished.of(new ProcessBuilder("cp", "-a", built.toString(), image.toString())).successfully();
    Files.createDirectories(TRUSTED);
    original = new SystemdNspawn(ToolsImage.get().showing(directory).showing(TRUSTED), Map.of());
  }

  @AfterEach
  void removeFiles() throws IOException {
    Files.deleteIfExists(trusted());
    Files.deleteIfExists(beside());
  }

  @AfterAll
  static void removeWhatTheOriginalLeaves() {
    original.close();
    Trees.remove(image);
  }

  @Test
  void saysWhoRunsAndHow() throws IOException {
    Files.writeString(
        trusted(),
        """
        [Exec]
        Environment=SET_A=1 "SET_B=two words" \\
          'SET_C=x"y'
        Environment=SET_D=a\\x20b
        User=daemon
        WorkingDirectory=/tmp
        Hostname=other
        Personality=x86
        LimitNOFILE=77:99
        OOMScoreAdjust=300
        CPUAffinity=0
        NoNewPrivileges=yes
        DropCapability=CAP_MKNOD CAP_CHOWN
        [Files]
        Volatile=overlay
        """);

    List<String> facts = same(List.of());

    assertEquals("user daemon in /tmp on other", identity(facts));
  }

  @Test
  void saysWhatIsMountedAndAllowed() throws IOException {
    Path shown = Files.createDirectories(directory.resolve("shown"));
    Files.writeString(
        trusted(),
        """
        [Exec]
        Capability=CAP_SYS_TIME
        AmbientCapability=CAP_SYS_TIME
        DropCapability=CAP_MKNOD
        SystemCallFilter=~mkdir mkdirat
        [Files]
        Bind=%s:/mnt/bound
        BindReadOnly=%s:/mnt/locked
        TemporaryFileSystem=/mnt/x\\:y
        [Network]
        Private=yes
        """
            .formatted(shown, shown));

    List<String> facts = same(List.of());

    assertEquals(false, facts.contains("can mkdir /dev/shm/made"));
  }

  @Test
  void saysWhichUsersThereAre() throws IOException {
    Files.writeString(
        trusted(),
        """
        [Exec]
        PrivateUsers=1447690240
        KillSignal=SIGTERM
        [Files]
        ReadOnly=yes
        [Network]
        Private=yes
        """);

    same(List.of());
  }

  @Test
  void saysLessWhenItCameWithTheImage() throws IOException {
    Files.writeString(beside(), everything() + "[Exec]\nPrivateUsers=1447690240\n");

    List<String> facts = same(List.of());

    assertEquals("user root in / on other", identity(facts));
    assertEquals(List.of("words ", "SET_A=1"), facts.subList(1, 3));
  }

  @Test
  void saysAllWhenItIsTrusted() throws IOException {
    Files.writeString(beside(), everything());

    same(List.of("--settings=trusted"));
  }

  @Test
  void isWeakerThanTheCommandLine() throws IOException {
    Files.writeString(trusted(), everything());

    List<String> facts = same(CONFLICTS);

    assertEquals("user root in /usr on typed", identity(facts));
  }

  @Test
  void isStrongerOnRequest() throws IOException {
    Files.writeString(trusted(), everything());
    List<String> words = new ArrayList<>(CONFLICTS);
    words.add("--settings=override");

    List<String> facts = same(words);

    assertEquals("user root in /usr on other", identity(facts));
  }

  private static final List<String> CONFLICTS =
      List.of(
          "--hostname=typed",
          "--chdir=/usr",
          "--setenv=SET_T=typed",
          "--drop-capability=CAP_SYS_TIME",
          "--rlimit=NOFILE=50",
          "--tmpfs=/mnt/typed",
          "--oom-score-adjust=200");

  @Test
  void saysWhatStartsWhenNobodyDoes() throws IOException {
    Files.writeString(image.resolve("probe"), PROBE);
    Files.writeString(
        trusted(),
        """
        [Exec]
        ProcessTwo=yes
        Boot=yes
        Parameters=/bin/sh /probe "a b" c\\x20d
        """);

    List<String> facts = same(List.of(), List.of());

    assertEquals("words a b c\\x20d", facts.get(1));
  }

  @Test
  void isReadOnBehindMistakes() throws IOException {
    Files.writeString(
        trusted(),
        """
        SET=1
        [Foo]
        Hostname=foo
        [Exec]
        Unknown=1
        no assignment
        Capability=CAP_BOGUS CAP_SYS_TIME
        NoNewPrivileges=perhaps
        LimitNOFILE=9:5
        KillSignal=
        Hostname=%$
        PrivateUsers=bogus
        OOMScoreAdjust=5000
        Environment=SET_A=1 SET_OPEN "SET_B=2
        [Files]
        Bind=
        Volatile=maybe
        [Network]
        Zone=much-too-long-a-name
        Private=perhaps
        """);

    List<String> facts = same(List.of());

    assertEquals("SET_A=1", facts.get(2));
  }

  @Test
  void isReadOnlyUpToWhatNobodyUnderstands() throws IOException {
    Files.writeString(trusted(), "[Exec\nHostname=other\n");
    List<String> words = words(List.of(), List.of("/bin/true"));

    assertEquals(1, original.run(words).status());
    assertEquals(1, jbuild(words).status());
  }

  private static String everything() {
    return """
    [Exec]
    Environment=SET_A=1
    Hostname=other
    Personality=x86
    NoNewPrivileges=yes
    Capability=CAP_SYS_TIME
    DropCapability=CAP_MKNOD
    SystemCallFilter=~mkdir mkdirat
    LimitNOFILE=77
    LimitCORE=0
    OOMScoreAdjust=300
    CPUAffinity=0
    MachineID=0123456789abcdef0123456789abcdef
    [Files]
    TemporaryFileSystem=/mnt/file
    Volatile=overlay
    [Network]
    Private=yes
    """;
  }

  private static Path trusted() {
    return TRUSTED.resolve(NAME + ".nspawn");
  }

  private static Path beside() {
    return directory.resolve(NAME + ".nspawn");
  }

  /** Without the processor, which is not the same everywhere. */
  private static String identity(List<String> facts) {
    return facts.get(0).substring(0, facts.get(0).indexOf(','));
  }

  private static List<String> same(List<String> options) {
    return same(options, List.of("/bin/sh", "-c", PROBE, "probe"));
  }

  private static List<String> same(List<String> options, List<String> command) {
    List<String> words = words(options, command);
    Finished theirs = original.run(words);
    Finished ours = jbuild(words);

    assertEquals(
        theirs.output(), ours.output(), theirs.errors() + "\n--- jbuild:\n" + ours.errors());
    assertEquals(theirs.status(), ours.status());
    return ours.output().lines().toList();
  }

  private static List<String> words(List<String> options, List<String> command) {
    List<String> words = new ArrayList<>(List.of("--pipe", "-D", image.toString()));
    words.addAll(options);
    words.addAll(command);
    return words;
  }

  private static Finished jbuild(List<String> words) {
    List<String> all = new ArrayList<>(List.of("nspawn", "--register=no", "--keep-unit"));
    all.addAll(words);
    return Finished.of(BuiltImages.jbuild(all.toArray(new String[0])));
  }
}
