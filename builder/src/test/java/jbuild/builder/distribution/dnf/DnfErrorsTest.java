package jbuild.builder.distribution.dnf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The lines are what dnf 4.23 and dnf 5.2 print. */
class DnfErrorsTest {
  private static final int FAILED = ExitStatus.FAILED.code();
  private static final int NETWORK = ExitStatus.NETWORK.code();

  @ParameterizedTest
  @MethodSource
  void saysWhatTheLinesMean(String lines, int status, String what, String why) {
    Failure failure = DnfErrors.FAILURES.find(lines.lines().toList(), text -> text).orElseThrow();

    assertEquals(what, failure.what());
    assertEquals(why, failure.why());
    assertEquals(status, failure.status().code());
  }

  static Stream<Arguments> saysWhatTheLinesMean() {
    return Stream.of(
        row(
            "No match for argument: jb-nosuch\nError: Unable to find a match: jb-nosuch",
            FAILED,
            "cannot install jb-nosuch",
            "the repositories have no package of this name"),
        row(
            "Failed to resolve the transaction:\nNo match for argument: jb-nosuch",
            FAILED,
            "cannot install jb-nosuch",
            "the repositories have no package of this name"),
        row(
            "Module or Group 'nosuch' is not available.\nError: Nothing to do.",
            FAILED,
            "cannot install @nosuch",
            "the repositories have no group of this name"),
        row(
            """
            Error:\s
             Problem: conflicting requests
              - nothing provides jb-nonexistent >= 3 needed by jb-missingdep-1.0-1.fc41.noarch from broken
            """,
            FAILED,
            "cannot install jb-missingdep-1.0-1.fc41.noarch",
            "it needs jb-nonexistent >= 3, which no repository has"),
        row(
            "  - package jb-conflicts-1.0-1.fc41.noarch from broken conflicts with bash provided by"
                + " bash-5.2.37-1.fc41.x86_64 from @System",
            FAILED,
            "cannot install jb-conflicts-1.0-1.fc41.noarch",
            "it does not go with bash-5.2.37-1.fc41.x86_64"),
        row(
            "  - package jb-foreign-1.0-1.fc41.aarch64 from broken does not have a compatible"
                + " architecture",
            FAILED,
            "cannot install jb-foreign-1.0-1.fc41.aarch64",
            "it is for machines of another kind"),
        row(
            "Package jb-unsigned-1.0-1.fc41.noarch.rpm is not signed\nError: GPG check FAILED",
            NETWORK,
            "cannot trust jb-unsigned-1.0-1.fc41.noarch.rpm",
            "it is not signed"),
        row(
            """
            The GPG keys listed for the "broken" repository are already installed but they are not correct for this package.
            Check that the correct key URLs are configured for this repository.. Failing package is: jb-stranger-1.0-1.fc41.noarch
             GPG Keys are configured as: file:///run/jbuild/settings/release.asc
            Error: GPG check FAILED
            """,
            NETWORK,
            "cannot trust jb-stranger-1.0-1.fc41.noarch",
            "it is signed, but not by a key of this distribution that is valid"),
        row(
            "Package \"jb-corrupt-1.0-1.fc41.noarch\" from local repository \"broken\" has incorrect"
                + " checksum\nError: Some packages from local repository have incorrect checksum",
            NETWORK,
            "cannot use jb-corrupt-1.0-1.fc41.noarch",
            "the file in broken is not what the index says"),
        row(
            "Error opening /srv/broken/jb-gone-1.0-1.fc41.noarch.rpm: No such file or directory\n"
                + "Package \"jb-gone-1.0-1.fc41.noarch\" from local repository \"broken\" has"
                + " incorrect checksum",
            NETWORK,
            "cannot fetch /srv/broken/jb-gone-1.0-1.fc41.noarch.rpm",
            "it is in the index, but the file is not there"),
        row(
            "[MIRROR] jb-corrupt-1.0-1.fc41.noarch.rpm: Downloading successful, but checksum doesn't"
                + " match. Calculated: 1 Expected: 2\n"
                + "[FAILED] jb-corrupt-1.0-1.fc41.noarch.rpm: No more mirrors to try",
            NETWORK,
            "cannot use jb-corrupt-1.0-1.fc41.noarch.rpm",
            "the file on the mirror is not what the index says"),
        row(
            """
            Errors during downloading metadata for repository 'fedora':
              - Status code: 404 for http://127.0.0.1:8080/repodata/repomd.xml (IP: 127.0.0.1)
            Error: Failed to download metadata for repo 'fedora': Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried
            """,
            NETWORK,
            "cannot fetch http://127.0.0.1:8080/repodata/repomd.xml",
            "the mirror does not have it"),
        row(
            "  - Curl error (7): Could not connect to server for"
                + " http://127.0.0.1:1/x/repodata/repomd.xml [Failed to connect to 127.0.0.1]",
            NETWORK,
            "cannot fetch http://127.0.0.1:1/x/repodata/repomd.xml",
            "the mirror does not accept connections"),
        row(
            "  - Curl error (6): Could not resolve hostname for"
                + " http://jbuild.invalid/x/repodata/repomd.xml [Could not resolve host:"
                + " jbuild.invalid]",
            NETWORK,
            "cannot reach the mirror jbuild.invalid",
            "its name is not known to the name servers of this host"),
        row(
            "  - Curl error (37): Could not read a file:// file for"
                + " file:///srv/none/repodata/repomd.xml [Couldn't open file]",
            NETWORK,
            "cannot read file:///srv/none/repodata/repomd.xml",
            "there is no such file"),
        row(
            "Error: Failed to download metadata for repo 'fedora': repomd.xml GPG signature"
                + " verification error: Bad GPG signature",
            NETWORK,
            "cannot trust the index of the repository fedora",
            "none of the distribution's keys has signed it as it is: Bad GPG signature"),
        row(
            "Error: Failed to download metadata for repo 'fedora': GPG verification is enabled, but"
                + " GPG signature is not available. This may be an error or the repository does not"
                + " support GPG verification: Status code: 404 for"
                + " http://127.0.0.1/repodata/repomd.xml.asc (IP: 127.0.0.1)",
            NETWORK,
            "cannot trust the index of the repository fedora",
            "it is not signed"),
        row(
            "Error: Failed to download metadata for repo 'fedora': repomd.xml parser error: Element"
                + " <repomd> was not found - Bad repomd file",
            NETWORK,
            "cannot use the repository fedora",
            "repomd.xml parser error: Element <repomd> was not found - Bad repomd file"),
        row(
            "Error: Failed to retrieve GPG key for repo 'bad': Curl error (37): Could not read a"
                + " file:// file for file:///nonexistent.key [Couldn't open file /nonexistent.key]",
            NETWORK,
            "cannot read a key of the repository bad",
            "Curl error (37): Could not read a file:// file for file:///nonexistent.key [Couldn't"
                + " open file /nonexistent.key]"),
        row(
            "error: %prein(jb-failpre-1.0-1.fc41.noarch) scriptlet failed, exit status 3\n"
                + "Error in PREIN scriptlet in rpm package jb-failpre\nError: Transaction failed",
            FAILED,
            "cannot install jb-failpre-1.0-1.fc41.noarch",
            "its prein script ended with exit status 3"),
        row(
            "error: lua script failed: [string \"%pretrans(jb-lua-1.0-1.fc41.noarch)\"]:1: no luck",
            FAILED,
            "cannot install jb-lua-1.0-1.fc41.noarch",
            "its pretrans script failed in line 1: no luck"),
        row(
            "Error: Transaction test error:\n"
                + "  file /usr/bin/bash from install of jb-fileconflict-1.0-1.fc41.noarch conflicts"
                + " with file from package bash-5.2.37-1.fc41.x86_64",
            FAILED,
            "cannot install jb-fileconflict-1.0-1.fc41.noarch",
            "/usr/bin/bash is also in bash-5.2.37-1.fc41.x86_64"),
        row(
            "Disk Requirements:\n   At least 48MB more space needed on the / filesystem.",
            FAILED,
            "cannot install the packages",
            "the disk lacks 48MB"),
        row(
            "OpenPGP check for package \"jb-unsigned-1.0-1.fc41.noarch\" (/x.rpm) from repo"
                + " \"broken\" has failed: The package is not signed.",
            NETWORK,
            "cannot trust jb-unsigned-1.0-1.fc41.noarch",
            "it is not signed"),
        row(
            "OpenPGP check for package \"jb-stranger-1.0-1.fc41.noarch\" (/x.rpm) from repo"
                + " \"broken\" has failed: Import of the key didn't help, wrong key?",
            NETWORK,
            "cannot trust jb-stranger-1.0-1.fc41.noarch",
            "it is signed, but not by a key of this distribution that is valid"),
        row(
            ">>> Downloading successful, but checksum doesn't match. Calculated: 1(sha256)  Expected:"
                + " 2(sha256)  - file:///srv/jb-corrupt-1.0-1.fc41.noarch.rpm",
            NETWORK,
            "cannot use file:///srv/jb-corrupt-1.0-1.fc41.noarch.rpm",
            "it is not what the index says"),
        row(
            "Failed to download metadata (baseurl: \"file:///srv\") for repository \"bad\":"
                + " repomd.xml GPG signature verification error: Signing key not found",
            NETWORK,
            "cannot trust the index of the repository bad",
            "none of the distribution's keys has signed it as it is: Signing key not found"),
        row(
            "Failed to download metadata (baseurl: \"file:///srv\") for repository \"bad\": Parsing"
                + " unsuccessful: Element <repomd> was not found - Bad repomd file",
            NETWORK,
            "cannot use the repository bad",
            "Parsing unsuccessful: Element <repomd> was not found - Bad repomd file"),
        row(
            "  - installed package bash-5.2.37-1.fc41.x86_64 conflicts with bash provided by"
                + " jb-conflicts-1.0-1.fc41.noarch from broken\n"
                + "  - package jb-conflicts-1.0-1.fc41.noarch from broken conflicts with bash"
                + " provided by bash-5.2.37-1.fc41.x86_64 from fedora",
            FAILED,
            "cannot install jb-conflicts-1.0-1.fc41.noarch",
            "it does not go with bash-5.2.37-1.fc41.x86_64"),
        row(
            ">>> Error in %pre scriptlet: jb-failpre-0:1.0-1.fc41.noarch\n"
                + ">>> [RPM] %prein(jb-failpre-1.0-1.fc41.noarch) scriptlet failed, exit status 3",
            FAILED,
            "cannot install jb-failpre-1.0-1.fc41.noarch",
            "its prein script ended with exit status 3"),
        row(
            "Config error: [Errno 30] Read-only file system: '/var'",
            FAILED,
            "dnf refuses to start",
            "[Errno 30] Read-only file system: '/var'"));
  }

  private static Arguments row(String lines, int status, String what, String why) {
    return Arguments.of(lines, status, what, why);
  }

  @ParameterizedTest
  @MethodSource
  void takesAScriptThatFailedForAFailureThoughDnfSaysComplete(String line, String why) {
    List<String> lines = List.of("  Installing : jb-x", line, "Complete!");

    Failure failure = DnfErrors.DESPITE_SUCCESS.find(lines, text -> text).orElseThrow();

    assertEquals("cannot install jb-x", failure.what());
    assertEquals(why, failure.why());
  }

  static Stream<Arguments> takesAScriptThatFailedForAFailureThoughDnfSaysComplete() {
    return Stream.of(
        Arguments.of(
            "warning: %post(jb-x) scriptlet failed, exit status 4",
            "its post script ended with exit status 4"),
        Arguments.of(
            "warning: %triggerin(jb-x) scriptlet failed, exit status 6",
            "its triggerin script ended with exit status 6"),
        Arguments.of(
            "warning: %post(jb-x) scriptlet failed, signal 9",
            "its post script was killed by signal 9"),
        Arguments.of("Error in POSTIN scriptlet in rpm package jb-x", "its POSTIN script failed"));
  }

  @Test
  void findsNothingInAnInstallationThatWentWell() {
    List<String> lines =
        List.of(
            "  Running scriptlet: systemd-257.13-1.fc41.x86_64    13/18",
            "Creating group 'adm' with GID 4.",
            "Complete!");

    assertTrue(DnfErrors.DESPITE_SUCCESS.find(lines, text -> text).isEmpty());
  }

  @Test
  void knowsBothGenerationsByWhatTheySayOfThemselves() {
    assertEquals(Generation.FOUR, Generation.saying("4.23.0").orElseThrow());
    assertEquals(Generation.FIVE, Generation.saying("dnf5 version 5.2.13.1").orElseThrow());
    assertTrue(Generation.saying("  Installed: dnf-0:4.14.0").isEmpty());
    assertTrue(Generation.saying("3.4.0").isEmpty());
  }
}
