package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class CgroupEntranceTest {
  private final ControlGroup group =
      ControlGroup.planned(Cgroups.ofHost(), "jbuild-entrance-" + OwnProcess.pid());

  @Test
  void aChildIsInTheGroupOfEachHierarchyWithoutBeingMoved() throws IOException {
    List<Path> left;
    long inside;

    group.make();
    try (CgroupEntrance entrance = group.entrance();
        Pipe permission = Pipe.open("a test");
        Pipe progress = Pipe.open("a test")) {
      Cloning.Made child = child(entrance, permission, progress);
      progress.stopWriting();
      progress.awaitByte();
      left = entrance.rest().directories();
      inside = memberships(child.pid());
      permission.permit();
      Ending.await(child.pidfd());
      child.pidfd().close();
    } finally {
      assertTrue(group.remove());
    }

    assertAll(
        () -> assertEquals(List.of(), left),
        () -> assertEquals(group.directories().size(), inside));
  }

  @Test
  void whereNobodyEntersTheProcessStaysInTheGroupOfItsParent() throws IOException {
    long inside;

    try (Pipe permission = Pipe.open("a test");
        Pipe progress = Pipe.open("a test")) {
      Cloning.Made child = child(CgroupEntrance.NONE, permission, progress);
      progress.stopWriting();
      progress.awaitByte();
      inside = memberships(child.pid());
      permission.permit();
      Ending.await(child.pidfd());
      child.pidfd().close();
    }

    assertEquals(0, inside);
  }

  private static Cloning.Made child(CgroupEntrance entrance, Pipe permission, Pipe progress) {
    InnerProgram program = new InnerProgram();
    program.enter(entrance);
    program.report(progress);
    program.await(permission);
    program.table().add("end", Call.EXIT, 0);
    Cloning cloning = new Cloning("a child", program.table());
    if (program.birthplace().isPresent()) {
      cloning.makeChild(0, program.birthplace().get());
    } else {
      cloning.makeChild(0);
    }
    return cloning.walk();
  }

  private static long memberships(int pid) throws IOException {
    String name = "jbuild-entrance-" + OwnProcess.pid() + "/payload";
    return Files.readAllLines(Path.of("/proc", Integer.toString(pid), "cgroup")).stream()
        .filter(line -> line.endsWith(name))
        .count();
  }
}
