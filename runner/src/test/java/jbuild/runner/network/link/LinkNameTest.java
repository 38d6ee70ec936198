package jbuild.runner.network.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The expected names are what systemd-nspawn 252 called the links of such machines. */
class LinkNameTest {
  @Test
  void isThatOfTheMachineWhereItFits() {
    assertEquals(new LinkName("ve-mini", Optional.empty()), LinkName.veth("mini"));
    assertEquals(new LinkName("vb-mini", Optional.empty()), LinkName.bridged("mini"));
    assertEquals(new LinkName("ve-abcdefghijkl", Optional.empty()), LinkName.veth("abcdefghijkl"));
    assertEquals(new LinkName("vz-zz", Optional.empty()), LinkName.zone("zz"));
    assertEquals(new LinkName("mv-eth0", Optional.empty()), LinkName.macvlan("eth0"));
    assertEquals(new LinkName("iv-eth0", Optional.empty()), LinkName.ipvlan("eth0"));
  }

  @Test
  void endsWithAHashWhereItDoesNot() {
    assertEquals(
        new LinkName("ve-abcdefghyhe5", Optional.of("ve-abcdefghijklm")),
        LinkName.veth("abcdefghijklm"));
    assertEquals(
        new LinkName("ve-abcdefghWE_w", Optional.of("ve-abcdefghijklmnopqrstuvwxyz")),
        LinkName.veth("abcdefghijklmnopqrstuvwxyz"));
    assertEquals(
        new LinkName("vb-abcdefgh0Ey7", Optional.of("vb-abcdefghijklmnopqrstuvwxyz")),
        LinkName.bridged("abcdefghijklmnopqrstuvwxyz"));
  }

  @Test
  void hasNoAlternativeThatTheKernelWouldRefuse() {
    assertEquals(Optional.empty(), LinkName.fitting("x".repeat(128)).alternative());
    assertEquals(Optional.of("x".repeat(127)), LinkName.fitting("x".repeat(127)).alternative());
  }

  @Test
  void isNeverLongerThanTheKernelTakes() {
    assertThrows(
        IllegalArgumentException.class, () -> new LinkName("x".repeat(16), Optional.empty()));
    assertThrows(IllegalArgumentException.class, () -> LinkName.zone("x".repeat(13)));
  }
}
