package jbuild.builder.distribution.zypper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The lines are what zypper 1.14 prints. */
class ZypperErrorsTest {
  private static final int FAILED = ExitStatus.FAILED.code();
  private static final int NETWORK = ExitStatus.NETWORK.code();

  @ParameterizedTest
  @MethodSource
  void saysWhatTheLinesMean(String lines, int status, String what, String why) {
    Failure failure =
        ZypperErrors.FAILURES.find(lines.lines().toList(), text -> text).orElseThrow();

    assertEquals(what, failure.what());
    assertEquals(why, failure.why());
    assertEquals(status, failure.status().code());
  }

  static Stream<Arguments> saysWhatTheLinesMean() {
    return Stream.of(
        Arguments.of(
            "'jb-nosuch' not found in package names. Trying capabilities.\n"
                + "No provider of 'jb-nosuch' found.",
            FAILED,
            "cannot install jb-nosuch",
            "the repositories have no package of this name"),
        Arguments.of(
            "jb-unsigned-1.0-1.fc41.noarch (broken): Signature verification failed [6-File is"
                + " unsigned]",
            NETWORK,
            "cannot trust jb-unsigned-1.0-1.fc41.noarch",
            "it is not signed"),
        Arguments.of(
            "jb-stranger-1.0-1.fc41.noarch (broken): Signature verification failed [4-Signatures"
                + " public key is not available]",
            NETWORK,
            "cannot trust jb-stranger-1.0-1.fc41.noarch",
            "it is signed, but not by a key of this distribution that is valid"),
        Arguments.of(
            "jb-corrupt-1.0-1.fc41.noarch (broken): Signature verification failed [2-Signature does"
                + " not verify]",
            NETWORK,
            "cannot trust jb-corrupt-1.0-1.fc41.noarch",
            "its signature was refused: Signature does not verify"),
        Arguments.of(
            "File './jb-gone-1.0-1.fc41.noarch.rpm' not found on medium 'file:/srv/broken'",
            NETWORK,
            "cannot fetch ./jb-gone-1.0-1.fc41.noarch.rpm",
            "file:/srv/broken does not have it"),
        Arguments.of(
            "Problem: 1: nothing provides 'jb-nonexistent >= 3' needed by the to be installed"
                + " jb-missingdep-1.0-1.fc41.noarch",
            FAILED,
            "cannot install jb-missingdep-1.0-1.fc41.noarch",
            "it needs jb-nonexistent >= 3, which no repository has"),
        Arguments.of(
            "Problem: 1: the to be installed jb-conflicts-1.0-1.fc41.noarch conflicts with 'bash'"
                + " provided by the installed bash-5.2.37-1.fc41.x86_64",
            FAILED,
            "cannot install jb-conflicts-1.0-1.fc41.noarch",
            "it does not go with bash-5.2.37-1.fc41.x86_64"),
        Arguments.of(
            "Detected 1 file conflict:\nFile /usr/bin/bash\n  from install of\n"
                + "     jb-fileconflict-1.0-1.fc41.noarch (broken)",
            FAILED,
            "cannot install the packages",
            "two of them have the file /usr/bin/bash"),
        Arguments.of(
            "File 'repomd.xml' from repository 'oss' is unsigned.",
            NETWORK,
            "cannot trust the index of the repository oss",
            "it is not signed"),
        Arguments.of(
            "Repository 'oss' is invalid.\nHistory:\n - Signature verification failed for"
                + " repomd.xml",
            NETWORK,
            "cannot trust the index of a repository",
            "none of the distribution's keys has signed it as it is"),
        Arguments.of(
            "Repository 'oss' is invalid.",
            NETWORK,
            "cannot use the repository oss",
            "its index is not there, or not as it should be"));
  }
}
