package jbuild.runner.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class HostExaminationTest {
  @Test
  void findsNothingThatStopsMachinesHere() {
    List<Finding> findings = new HostExamination().findings();

    assertEquals(
        List.of(),
        findings.stream().filter(finding -> finding.state() == Finding.State.BAD).toList());
  }

  @Test
  void looksAtEverythingOnce() {
    Set<String> names =
        new HostExamination()
            .findings().stream().map(Finding::name).collect(Collectors.toUnmodifiableSet());

    assertEquals(
        Set.of(
            "Java",
            "processor",
            "root directory",
            "privileges",
            "namespaces",
            "user namespaces",
            "seccomp",
            "control groups",
            "device policy",
            "loop devices",
            "overlay",
            "btrfs",
            "packet filter",
            "audit",
            "SELinux"),
        names);
  }

  @Test
  void tellsWhatWasInTheWayOfAnAttempt() {
    Attempt possible = new Attempt(Set.of(), program -> program.changeDirectory("/proc"));
    Attempt impossible = new Attempt(Set.of(), program -> program.changeDirectory("/no/such"));

    assertEquals(Optional.empty(), possible.failure());
    assertEquals(
        Optional.of(
            "cannot change to /no/such: openat2(2) failed with ENOENT, no such file or directory"),
        impossible.failure().map(Failure::getMessage));
  }

  @Test
  void leavesTheHostAsItWas() throws IOException {
    List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));

    new HostExamination().findings();

    assertEquals(mounts, Files.readAllLines(Path.of("/proc/self/mountinfo")));
    assertTrue(
        ProcessHandle.current().children().noneMatch(child -> child.isAlive()),
        "no process is left");
  }
}
