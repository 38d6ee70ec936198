package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalsTest {
  @Test
  void knowsATerminalFromWhatIsNone() {
    try (Fd master = PseudoTerminal.ofHost();
        Fd slave = PseudoTerminal.otherSide(master);
        Fd file = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDWR)) {
      assertTrue(Terminals.isTerminal(slave));
      assertFalse(Terminals.isTerminal(file));
      assertEquals(Optional.empty(), Terminals.size(file));
    }
  }

  @Test
  void opensTheOtherSideThatAlsoHasAName() {
    try (Fd master = PseudoTerminal.ofHost();
        Fd other = PseudoTerminal.otherSide(master);
        Fd named =
            Descriptors.onHost(
                BytePath.of("/dev/pts/" + PseudoTerminal.number(master)),
                Descriptors.O_RDWR | Descriptors.O_NOCTTY)) {
      assertEquals(FileStatus.of(named).inode(), FileStatus.of(other).inode());
    }
  }

  @Test
  void hasTheUsualSizeUntilItGetsAnother() {
    try (Fd master = PseudoTerminal.ofHost();
        Fd slave = PseudoTerminal.otherSide(master)) {
      assertEquals(Optional.of(new WindowSize(24, 80)), Terminals.size(slave));

      Terminals.setSize(master, new WindowSize(50, 132));

      assertEquals(Optional.of(new WindowSize(50, 132)), Terminals.size(slave));
    }
  }

  @Test
  void becomesRawAndIsRestored() {
    try (Fd master = PseudoTerminal.ofHost();
        Fd slave = PseudoTerminal.otherSide(master)) {
      TerminalMode before = Terminals.mode(slave);

      Terminals.setMode(slave, before.raw());
      assertEquals(before.raw(), Terminals.mode(slave));
      assertNotEquals(before, Terminals.mode(slave));
      Contents.write(master, new byte[] {3, 4, '\r'});
      byte[] keys = new byte[8];
      assertEquals(3, Contents.read(slave, keys, keys.length));
      assertEquals('\r', keys[2]);

      Terminals.setMode(slave, before);
      assertEquals(before, Terminals.mode(slave));
    }
  }
}
