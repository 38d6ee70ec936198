package jbuild.runner.network.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

/** The expected addresses are those that systemd-nspawn 252 gave on a host with this id. */
class HardwareAddressesTest {
  private static final String LONG = "abcdefghijklmnopqrstuvwxyz";
  private static final HardwareAddresses ADDRESSES =
      new HardwareAddresses(HexFormat.of().parseHex("0123456789abcdef0123456789abcdef"));

  @Test
  void belongToThePairOfAMachine() {
    assertEquals("52:28:d0:62:17:e6", ADDRESSES.hostEnd("mini").toString());
    assertEquals("86:5a:d2:a9:cb:b7", ADDRESSES.machineEnd("mini").toString());
    assertEquals("da:49:3f:7a:1b:38", ADDRESSES.hostEnd(LONG).toString());
    assertEquals("52:ba:fc:7e:1b:f1", ADDRESSES.machineEnd(LONG).toString());
  }

  @Test
  void belongToFurtherPairsByTheirOrder() {
    assertEquals("ae:d4:fa:a8:d0:f6", ADDRESSES.extraHostEnd("mini", 0).toString());
    assertEquals("c2:8f:5b:58:5b:64", ADDRESSES.extraMachineEnd("mini", 0).toString());
    assertEquals("fa:93:da:e2:0b:5c", ADDRESSES.extraHostEnd("mini", 1).toString());
    assertEquals("0e:8a:f4:69:f4:8c", ADDRESSES.extraMachineEnd("mini", 1).toString());
  }

  @Test
  void belongToMacvlanLinks() {
    assertEquals("ee:4a:90:de:63:ec", ADDRESSES.macvlan("mini", 0).toString());
    assertEquals("5a:53:98:b5:ba:9c", ADDRESSES.macvlan(LONG, 0).toString());
  }

  @Test
  void areWhatTheEnvironmentSays() {
    Map<String, String> environment = Map.of(HardwareAddresses.VARIABLE, "12:34:56:78:90:AB");

    assertEquals("12:34:56:78:90:ab", ADDRESSES.machineEnd("mini", environment).toString());
    assertEquals("86:5a:d2:a9:cb:b7", ADDRESSES.machineEnd("mini", Map.of()).toString());
  }

  @Test
  void doNotTakeAnythingFromTheEnvironment() {
    Map<String, String> environment = Map.of(HardwareAddresses.VARIABLE, "mine");

    Failure failure = assertThrows(Failure.class, () -> ADDRESSES.machineEnd("mini", environment));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals("'mine' is no hardware address", failure.why());
  }

  @Test
  void areTheSameWheneverTheHostIsAsked() {
    assertEquals(
        HardwareAddresses.ofHost().hostEnd("mini"), HardwareAddresses.ofHost().hostEnd("mini"));
  }
}
