package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With directories that look like a tree of version 2 with all controllers. */
class LimitableParentTest {
  private static final long SELF = 77;

  @TempDir Path top;

  @BeforeEach
  void makeTheFirstGroup() throws IOException {
    group(top, "cpu memory pids", "", "1\n2\n");
  }

  @Test
  void theHostsFirstGroupMayHaveProcesses() {
    assertEquals(new LimitableParent(top, false, List.of("memory")), in(top, "memory"));
  }

  @Test
  void theFirstGroupOfAContainerMayNot() throws IOException {
    below(top);

    Failure failure = assertThrows(Failure.class, () -> in(top, "memory", "pids"));

    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
    assertEquals("cannot limit groups in " + top + " by memory, pids", failure.what());
  }

  @Test
  void aGroupThatGivesTheControllersIsTakenAsItIs() throws IOException {
    Path own = below(group(top.resolve("delegated"), "cpu memory", "memory", "77\n"));

    assertEquals(new LimitableParent(own, false, List.of()), in(own, "memory"));
  }

  @Test
  void aGroupWithOnlyUsIsLeft() throws IOException {
    Path own = below(group(top.resolve("delegated"), "cpu memory", "memory", "77\n"));

    assertEquals(new LimitableParent(own, true, List.of("cpu")), in(own, "memory", "cpu"));
  }

  @Test
  void aGroupThatWasLeftForAnotherIsNotLeftAgain() throws IOException {
    Path delegated = below(group(top.resolve("delegated"), "cpu memory", "memory", ""));
    Path own = below(group(delegated.resolve("supervisor"), "memory", "", "77\n"));

    assertEquals(new LimitableParent(delegated, false, List.of()), in(own, "memory"));
    assertEquals(new LimitableParent(delegated, false, List.of("cpu")), in(own, "cpu"));
  }

  @Test
  void besideASessionThatOthersAreInToo() throws IOException {
    Path user = below(group(top.resolve("user"), "memory pids", "pids", ""));
    Path session = below(group(user.resolve("session"), "pids", "", "70\n77\n"));

    assertEquals(new LimitableParent(user, false, List.of("memory")), in(session, "memory"));
    assertEquals(new LimitableParent(top, false, List.of("cpu")), in(session, "cpu"));
  }

  @Test
  void controllersAreSwitchedOnForTheGroupsBelow() throws IOException {
    new LimitableParent(top, false, List.of("memory", "pids")).prepare();

    assertEquals("+memory +pids", Files.readString(top.resolve("cgroup.subtree_control")));
  }

  @Test
  void nothingIsSwitchedOnThatIsOn() throws IOException {
    new LimitableParent(top, true, List.of()).prepare();

    assertEquals("", Files.readString(top.resolve("cgroup.subtree_control")));
  }

  @Test
  void aMachineMayUseWhatLimitsIt() throws IOException {
    LimitableParent.shareWith(top);

    assertEquals("+cpu +memory +pids", Files.readString(top.resolve("cgroup.subtree_control")));
  }

  private LimitableParent in(Path own, String... controllers) {
    return LimitableParent.in(new CgroupHierarchy("", top, own), List.of(controllers), SELF);
  }

  private static Path group(Path group, String has, String gives, String processes)
      throws IOException {
    Files.createDirectories(group);
    Files.writeString(group.resolve("cgroup.controllers"), has + "\n");
    Files.writeString(group.resolve("cgroup.subtree_control"), gives);
    Files.writeString(group.resolve("cgroup.procs"), processes);
    return group;
  }

  /** Unlike the host's first group, those below have a type. */
  private static Path below(Path group) throws IOException {
    Files.writeString(group.resolve("cgroup.type"), "domain\n");
    return group;
  }
}
