package jbuild.builder.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileReaderTest {
  private static final String FEDORA =
      """
      name: fedora
      tool: dnf
      architectures: [x86_64]
      mirrors:
        archive: https://mirror.example/linux
      releases:
        - name: "43"
          aliases: [stable]
          keys: [fedora-43]
      base: [fedora-release, systemd]
      bootable: [dbus-broker]
      fixes:
        - name: securetty
          why: it refuses the console of a container
          file: /etc/pam.d/login
          line: pam_securetty
      dnf:
        release-package: system-release
        repositories:
          updates: {mirror: archive, path: "updates/{release}/{architecture}/"}
      keys:
        fedora-43: C6E7F081CF80E13146676E88829B606631645531
      """;

  private final ProfileReader reader =
      new ProfileReader("fedora.yaml", URI.create("file:/profiles/keys/"));

  @Test
  void readsWhatADistributionIs() {
    DistributionProfile fedora = reader.read(FEDORA);

    Release release = fedora.release("stable").orElseThrow();
    RpmFacts facts = (RpmFacts) fedora.facts();
    assertEquals("43", release.name());
    assertEquals(
        URI.create("https://mirror.example/linux/updates/43/x86_64/"),
        facts.repositories().get(0).address(fedora.mirror(release, "archive"), release, "x86_64"));
    assertEquals(
        URI.create("file:/profiles/keys/fedora-43.asc"), fedora.keys(release).get(0).source());
    assertEquals("pam_securetty", fedora.fixes(release).get(0).line());
    assertEquals(List.of("fedora-release", "systemd"), fedora.packages().base());
  }

  @Test
  void knowsWhichReleasesNeedAFix() {
    String two = FEDORA.replace("releases:", "releases:\n  - name: \"44\"");
    String ofOne =
        two.replace("line: pam_securetty", "line: pam_securetty\n    releases: [\"44\"]");

    DistributionProfile fedora = reader.read(ofOne);
    Failure failure =
        assertThrows(Failure.class, () -> reader.read(ofOne.replace("[\"44\"]", "[\"45\"]")));

    assertEquals(1, fedora.fixes(fedora.release("44").orElseThrow()).size());
    assertEquals(List.of(), fedora.fixes(fedora.release("43").orElseThrow()));
    assertEquals("fedora.yaml:1:1: there is no release '45'", failure.why());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tool: dnf              | tool: dfn              | 2:7: 'dfn': write one of debootstrap, dnf, pacman, zypper
          base: [fedora          | bases: [fedora         | 10:1: unknown key 'bases': did you mean 'base'?
          file: /etc/pam.d/login | file: etc/pam.d        | 15:11: 'etc/pam.d': write an absolute path in the image
          aliases: [stable]      | aliases: stable        | 8:14: this is no list: write [FIRST, SECOND]
          bootable: [dbus-broker]| # bootable             | 1:1: missing key 'bootable'
          https://mirror         | gopher://mirror        | 5:12: 'gopher://mirror.example/linux': write an http:// or https:// address
          C6E7F081CF             | 0xC6E7F081CF           | 22:14: '0xC6E7F081CF80E13146676E88829B606631645531': write a fingerprint of 40 hexadecimal digits in capitals
          keys: [fedora-43]      | keys: [fedora-44]      | 1:1: there is no key 'fedora-44'
          mirror: archive        | mirror: attic          | 1:1: there is no mirror 'attic'
          name: fedora           | name: [fedora]         | 1:7: this is no text: write a word
          bootable: [dbus-broker]| base: []               | 11:1: 'base' is there twice
          """)
  void saysWhereAFileIsWrong(String right, String wrong, String problem) {
    Failure failure =
        assertThrows(Failure.class, () -> reader.read(FEDORA.replaceFirst(quoted(right), wrong)));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals("cannot use the profile fedora.yaml", failure.what());
    assertEquals("fedora.yaml:" + problem, failure.why());
  }

  @Test
  void saysAllThatIsWrong() {
    String text = FEDORA.replace("base:", "bases:").replace("aliases:", "alias:");

    Failure failure = assertThrows(Failure.class, () -> reader.read(text));

    assertEquals(
        "fedora.yaml:8:5: unknown key 'alias': did you mean 'aliases'? (1 more below)",
        failure.why());
    assertEquals(
        List.of("fedora.yaml:10:1: unknown key 'bases': did you mean 'base'?"), failure.details());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                      | 1:1: the file is empty
          'a: [1'                 | 1:6: expected ',' or ']', but got <stream end>
          '- a'                   | 1:1: this is no table: write KEY: VALUE
          '[a]: b'                | 1:1: a key is no text
          '!!java.io.File [a]'    | 1:1: Global tag is not allowed: tag:yaml.org,2002:java.io.File
          """)
  void refusesWhatIsNoProfile(String text, String problem) {
    Failure failure = assertThrows(Failure.class, () -> reader.read(text));

    assertEquals("fedora.yaml:" + problem, failure.why());
  }

  @Test
  void expandsNothing() {
    String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";

    assertThrows(Failure.class, () -> reader.read(bomb));
  }

  private static String quoted(String text) {
    return Pattern.quote(text);
  }
}
