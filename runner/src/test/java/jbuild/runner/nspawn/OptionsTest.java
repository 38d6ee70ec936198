package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  /** A good value for each option that needs one of a special shape. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("settings", "trusted"),
          Map.entry("root-hash", "00112233445566778899aabbccddeeff"),
          Map.entry("image-policy", "root=verity+signed"),
          Map.entry("volatile", "state"),
          Map.entry("kill-signal", "SIGTERM"),
          Map.entry("notify-ready", "yes"),
          Map.entry("suppress-sync", "no"),
          Map.entry("no-new-privileges", "on"),
          Map.entry("uuid", "0123456789abcdef0123456789abcdef"),
          Map.entry("property", "MemoryMax=1G"),
          Map.entry("register", "auto"),
          Map.entry("private-users", "65536:65536"),
          Map.entry("private-users-ownership", "map"),
          Map.entry("private-users-delegate", "1"),
          Map.entry("port", "udp:80:8080"),
          Map.entry("capability", "all"),
          Map.entry("drop-capability", "CAP_KILL"),
          Map.entry("ambient-capability", "CAP_KILL"),
          Map.entry("system-call-filter", "@swap ~bpf"),
          Map.entry("restrict-address-families", "~AF_INET"),
          Map.entry("rlimit", "NOFILE=5"),
          Map.entry("oom-score-adjust", "1"),
          Map.entry("cpu-affinity", "0"),
          Map.entry("personality", System.getProperty("os.arch").equals("amd64") ? "x86" : "arm"),
          Map.entry("resolv-conf", "copy-host"),
          Map.entry("timezone", "bind"),
          Map.entry("link-journal", "try-host"),
          Map.entry("forward-journal-max-use", "1G"),
          Map.entry("forward-journal-keep-free", "1G"),
          Map.entry("forward-journal-max-file-size", "1G"),
          Map.entry("forward-journal-max-files", "1"),
          Map.entry("overlay", "/a:/b"),
          Map.entry("overlay-ro", "/a:/b"),
          Map.entry("bind-user", "ada"),
          Map.entry("bind-user-group", "ada"),
          Map.entry("console", "pipe"),
          Map.entry("background", "44"),
          Map.entry("set-credential", "a:b"),
          Map.entry("load-credential", "a:/dev/null"));

  /** Those where nothing means nothing: as if they had not been given. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of(
          "directory",
          "template",
          "image",
          "mstack",
          "verity-data",
          "machine",
          "hostname",
          "network-namespace-path",
          "capability",
          "drop-capability",
          "ambient-capability",
          "system-call-filter",
          "restrict-address-families",
          "selinux-context",
          "selinux-apifs-context",
          "cpu-affinity",
          "background",
          "private-users-chown");

  /** Those for which any text will do, at least until it is looked for. */
  private static final Set<String> TAKE_ANYTHING =
      Set.of(
          "directory",
          "template",
          "image",
          "mstack",
          "oci-bundle",
          "root-hash-sig",
          "verity-data",
          "network-namespace-path",
          "forward-journal",
          "slice",
          "system-call-filter",
          "selinux-context",
          "selinux-apifs-context",
          "private-users-chown");

  @Test
  void haveNamesAndLettersOfTheirOwn() {
    Set<String> names = new HashSet<>();
    for (Option option : Options.all()) {
      assertTrue(names.add(option.shown()), option.shown());
      assertTrue(
          !option.hasLetter() || option.name().isEmpty() || names.add("-" + option.letter()),
          option.shown());
      assertTrue(!option.key().exists() || option.group() != Group.COMMAND_LINE, option.shown());
    }
    assertEquals(88, Options.all().size());
  }

  @Test
  void allHaveAnEffect() {
    for (Option option : Options.all()) {
      if (option.section() == Section.GENERIC
          && option.name().matches("help|version|share-system")) {
        continue;
      }
      assertDoesNotThrow(
          () -> {
            Draft draft = draft();
            if (option.argument() == Argument.NONE) {
              draft.option(option);
            } else {
              draft.option(
                  option,
                  VALUES.getOrDefault(
                      option.name(),
                      "/x".substring(option.placeholder().matches(".*(PATH|FILE|DIR).*") ? 0 : 1)));
            }
          },
          option.shown());
    }
  }

  @Test
  void refuseNothingButWhereItMeansSomething() {
    assertEquals(new TreeSet<>(MAY_BE_EMPTY), accepting(""));
  }

  @Test
  void refuseSymbolsAndForeignLetters() {
    assertEquals(new TreeSet<>(TAKE_ANYTHING), accepting("%$š"));
  }

  /** The options with values that take this one; all others say in one line what is wrong. */
  private static Set<String> accepting(String value) {
    Set<String> accepting = new TreeSet<>();
    for (Option option : Options.all()) {
      if (option.argument() == Argument.NONE || option.argument() == Argument.NAME) {
        continue;
      }
      try {
        draft().option(option, value);
        accepting.add(option.name());
      } catch (Failure failure) {
        assertAll(
            () -> assertEquals(ExitStatus.WRONG_USAGE, failure.status()),
            () -> assertTrue(failure.what().startsWith("cannot use --" + option.name())),
            () -> assertFalse(failure.getMessage().contains("\n")));
      }
    }
    return accepting;
  }

  @ParameterizedTest
  @CsvSource({
    "oom-score-adjust,1001",
    "oom-score-adjust,-1001",
    "oom-score-adjust,99999999999999999999",
    "cpu-affinity,8192",
    "cpu-affinity,3-1",
    "cpu-affinity,-1",
    "port,0",
    "port,65536",
    "port,tcp::8080",
    "port,8080:",
    "port,icmp:1",
    "private-users,4294967295",
    "private-users,4294967294:65536",
    "private-users,1:0",
    "private-users,-1",
    "kill-signal,0",
    "kill-signal,65",
    "kill-signal,term",
    "kill-signal,RTMIN+31",
    "rlimit,nofile=1",
    "rlimit,NOFILE",
    "rlimit,NOFILE=",
    "rlimit,NOFILE=2:1",
    "rlimit,NOFILE=1K",
    "rlimit,NOFILE=-1",
    "rlimit,STACK=8m",
    "rlimit,STACK=99999999E",
    "rlimit,NICE=41",
    "rlimit,NICE=-21",
    "rlimit,CPU=1x",
    "uuid,00000000000000000000000000000000",
    "uuid,0123456789abcdef-0123456789abcdef",
    "root-hash,00112233445566778899aabbccddee",
    "capability,CAP_NONE",
    "capability,NET_ADMIN",
    "capability,41",
    "ambient-capability,all",
    "chdir,tmp",
    "chdir,/a/../b",
    "chdir,/proc/self",
    "chdir,/dev",
    "pivot-root,/a:b",
    "bind,/a:b",
    "bind,/a:/b:other",
    "bind,/a:/b:rbind:/c",
    "bind,+a",
    "overlay,/a",
    "overlay,/a:b",
    "tmpfs,a",
    "machine,-a",
    "hostname,a b",
    "network-interface,123",
    "network-interface,a/b",
    "network-veth-extra,abcdefghijklmnop",
    "network-zone,abcdefghijklm",
    "set-credential,a",
    "set-credential,a/b:c",
    "set-credential,a:\\x4",
    "load-credential,a:relative",
    "load-credential,a:/no/such/file",
    "setenv,A-B=1",
    "setenv,=1",
    "property,=1",
    "background,red",
    "image-policy,root=maybe",
    "image-policy,cellar=absent",
    "forward-journal-max-use,1X",
    "private-users-delegate,65537",
  })
  void refuseWhatIsOutOfTheirRange(String option, String value) {
    Failure failure = assertThrows(Failure.class, () -> draft().option(Options.of(option), value));

    assertTrue(failure.what().startsWith("cannot use --" + option + "="), failure.what());
  }

  @ParameterizedTest
  @CsvSource({
    "oom-score-adjust,0x10",
    "oom-score-adjust,' -010'",
    "cpu-affinity,0x0-01",
    "rlimit,NOFILE=0x400",
    "rlimit,NOFILE=+5",
    "kill-signal,0xf"
  })
  void takeNumbersInTheBasesOfC(String option, String value) {
    assertDoesNotThrow(() -> draft().option(Options.of(option), value));
  }

  @Test
  void printTheirValuesOnRequest() {
    List<String> asked = new ArrayList<>();
    for (Option option : Options.all()) {
      Draft draft = draft();
      boolean goesOn = true;
      try {
        goesOn = option.argument() == Argument.NONE || draft.option(option, "help");
      } catch (Failure refused) {
        assertTrue(draft.asked().isEmpty());
      }
      if (!goesOn) {
        asked.add(option.name());
      }
    }

    assertEquals(
        List.of(
            "volatile",
            "kill-signal",
            "private-users-ownership",
            "capability",
            "drop-capability",
            "ambient-capability",
            "rlimit",
            "resolv-conf",
            "timezone",
            "console"),
        asked);
  }

  private static Draft draft() {
    return new Draft(new Surroundings(Map.of(), "host"));
  }
}
