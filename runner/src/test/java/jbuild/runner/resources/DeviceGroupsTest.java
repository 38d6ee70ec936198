package jbuild.runner.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceGroupsTest {
  private static final DeviceGroups GROUPS =
      DeviceGroups.of(
          List.of(
              "Character devices:",
              "  1 mem",
              "  4 /dev/vc/0",
              "  4 tty",
              "  4 ttyS",
              "136 pts",
              "203 cpu/cpuid",
              "511 my driver",
              "",
              "Block devices:",
              "  7 loop",
              "259 blkext"));

  @Test
  void findsADriverByItsName() {
    assertEquals(List.of(136), GROUPS.character().majors("pts"));
    assertEquals(List.of(511), GROUPS.character().majors("my driver"));
    assertEquals(List.of(7), GROUPS.block().majors("loop"));
    assertEquals(List.of(), GROUPS.block().majors("pts"));
  }

  @Test
  void findsDriversByWildcards() {
    assertEquals(List.of(4), GROUPS.character().majors("tty*"));
    assertEquals(List.of(203), GROUPS.character().majors("cpu/*"));
    assertEquals(List.of(1), GROUPS.character().majors("m?m"));
    assertEquals(List.of(), GROUPS.character().majors("m.m"));
  }

  @Test
  void findsAllByTheStarAndOneByItsNumber() {
    assertEquals(List.of(-1), GROUPS.block().majors("*"));
    assertEquals(List.of(250), GROUPS.character().majors("250"));
  }
}
