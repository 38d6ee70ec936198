package jbuild.builder.distribution.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.plan.ProgramFailure;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AptErrorsTest {
  private static final ProgramFailure UNKNOWN =
      new ProgramFailure("apt-get install failed", "it ended", "look at the log", List.of());

  @ParameterizedTest
  @MethodSource
  void saysWhatALineMeans(List<String> lines, String what, String why) {
    Failure failure = AptErrors.explained(lines, UNKNOWN);

    assertEquals(what, failure.what());
    assertEquals(why, failure.why());
  }

  static Stream<Arguments> saysWhatALineMeans() {
    return Stream.of(
        Arguments.of(
            List.of(" jb-missingdep : Depends: jb-nonexistent (>= 3) but it is not installable"),
            "cannot install jb-missingdep",
            "it needs jb-nonexistent (>= 3), which no repository has"),
        Arguments.of(
            List.of(" jb-missingversion : Depends: jb-tool (>= 9) but 1.0 is to be installed"),
            "cannot install jb-missingversion",
            "it needs jb-tool (>= 9), and the repositories have 1.0"),
        Arguments.of(
            List.of(" jb-conflicts : Conflicts: bash"),
            "cannot install jb-conflicts",
            "it does not go with bash"),
        Arguments.of(
            List.of(
                "dpkg: error processing archive /run/jbuild/archive/pool/jb/jb-x_1.0_all.deb"
                    + " (--unpack):",
                " trying to overwrite '/usr/bin/bash', which is also in package bash 5.2-1"),
            "cannot install jb-x",
            "/usr/bin/bash is also in bash"),
        Arguments.of(
            List.of(
                " new jb-failpre package pre-installation script subprocess returned error exit"
                    + " status 3"),
            "cannot install jb-failpre",
            "its pre-installation script ended with exit status 3"),
        Arguments.of(
            List.of("E: You don't have enough free space in /var/cache/apt/archives/."),
            "cannot install the packages",
            "the disk is full"));
  }

  @Test
  void keepsTheFailureThatItDoesNotKnow() {
    assertSame(UNKNOWN, AptErrors.explained(List.of("E: Something new"), UNKNOWN));
  }
}
