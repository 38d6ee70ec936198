package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import jbuild.runner.linux.IdMap.Extent;
import org.junit.jupiter.api.Test;

class IdMapTest {
  @Test
  void saysWhoAnIdIsOutside() {
    IdMap map =
        new IdMap(
            List.of(
                new Extent(0, 131072, 60514),
                new Extent(60514, 1000, 1),
                new Extent(60515, 191587, 5021)));

    assertAll(
        () -> assertEquals("0 131072 60514\n60514 1000 1\n60515 191587 5021\n", map.toText()),
        () -> assertEquals(OptionalLong.of(131072), map.outside(0)),
        () -> assertEquals(OptionalLong.of(1000), map.outside(60514)),
        () -> assertEquals(OptionalLong.of(196607), map.outside(65535)),
        () -> assertEquals(OptionalLong.empty(), map.outside(65536)));
  }

  @Test
  void isNeverOneThatTheKernelRefuses() {
    List<Extent> many = new ArrayList<>();
    for (int i = 0; i < 341; i++) {
      many.add(new Extent(i, i, 1));
    }

    assertAll(
        () -> assertTrue(Extent.isValid(0, 0, 4294967295L)),
        () -> assertFalse(Extent.isValid(0, 0, 4294967296L)),
        () -> assertFalse(Extent.isValid(0, 4294967295L, 1)),
        () -> assertFalse(Extent.isValid(1, 0, 4294967295L)),
        () -> assertFalse(Extent.isValid(-1, 0, 1)),
        () -> assertFalse(Extent.isValid(0, 0, 0)),
        () -> assertFalse(IdMap.isValid(List.of())),
        () -> assertTrue(IdMap.isValid(many.subList(0, 340))),
        () -> assertFalse(IdMap.isValid(many)),
        () -> assertFalse(IdMap.isValid(List.of(new Extent(0, 5, 2), new Extent(1, 9, 1)))),
        () -> assertFalse(IdMap.isValid(List.of(new Extent(0, 5, 2), new Extent(7, 6, 1)))));
  }
}
