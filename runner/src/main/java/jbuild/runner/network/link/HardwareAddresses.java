package jbuild.runner.network.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.SipHash24;

/**
 * The hardware addresses of machines' links: the same for a machine whenever it starts on a host,
 * and exactly those that systemd-nspawn gives them.
 */
public final class HardwareAddresses {
  /** The variable that chooses the address of {@code host0}; see systemd's ENVIRONMENT.md. */
  public static final String VARIABLE = "SYSTEMD_NSPAWN_NETWORK_MAC";

  private static final byte[] HOST_END = key("1a376fc746ec450bada3d53106605db1");
  private static final byte[] MACHINE_END = key("c3c4f919b557b21ce6cf1427039ceea2");
  private static final byte[] EXTRA_HOST_END = key("48c7f6b7ea9d4c9eb728d4de91d5bf66");
  private static final byte[] EXTRA_MACHINE_END = key("af501761cef94d35840d2b2054bece59");
  private static final byte[] MACVLAN = key("00136dbc66834481bb0cf9511f24a66f");

  private static final int ID_DIGITS = 32;
  private static final int GROUP = 0x01;
  private static final int LOCAL = 0x02;

  private final byte[] host;

  /**
   * @param host what tells this host from others, 16 bytes
   */
  HardwareAddresses(byte[] host) {
    this.host = host.clone();
  }

  /**
   * Those of this host: by its machine-id(5), and where it has none by the id of its boot, which is
   * as good until it ends.
   */
  public static HardwareAddresses ofHost() {
    return new HardwareAddresses(
        id(Path.of("/etc/machine-id"))
            .or(() -> id(Path.of("/var/lib/dbus/machine-id")))
            .or(() -> id(Path.of("/proc/sys/kernel/random/boot_id")))
            .orElseThrow(
                () ->
                    new Failure(
                        ExitStatus.HOST_CANNOT,
                        "cannot choose hardware addresses",
                        "neither /etc/machine-id nor /proc/sys/kernel/random/boot_id can be read",
                        "mount /proc, or make the first with 'systemd-machine-id-setup'")));
  }

  private static Optional<byte[]> id(Path file) {
    try {
      String digits = Files.readString(file, StandardCharsets.US_ASCII).trim().replace("-", "");
      return digits.length() == ID_DIGITS
          ? Optional.of(HexFormat.of().parseHex(digits))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] key(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** Of the host's end of the machine's pair. */
  public MacAddress hostEnd(String machine) {
    return derived(HOST_END, machine, 0);
  }

  /** Of {@code host0}, unless the environment says another. */
  public MacAddress machineEnd(String machine) {
    return derived(MACHINE_END, machine, 0);
  }

  /**
   * Of {@code host0}, as the environment says, or else as it comes from the name.
   *
   * @throws Failure when the environment says something that is no address
   */
  public MacAddress machineEnd(String machine, Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, MacAddress.NONE.toString());
    MacAddress chosen =
        MacAddress.parse(text)
            .orElseThrow(
                () ->
                    new Failure(
                        ExitStatus.WRONG_USAGE,
                        "cannot use $" + VARIABLE,
                        "'" + text + "' is no hardware address",
                        "write it like 12:34:56:78:90:ab, or unset it"));
    return chosen.equals(MacAddress.NONE) ? machineEnd(machine) : chosen;
  }

  /**
   * Of the host's end of a further pair.
   *
   * @param index counted from 0, in the order of the options
   */
  public MacAddress extraHostEnd(String machine, int index) {
    return derived(EXTRA_HOST_END, machine, index);
  }

  public MacAddress extraMachineEnd(String machine, int index) {
    return derived(EXTRA_MACHINE_END, machine, index);
  }

  /** Of a macvlan child, counted likewise. */
  public MacAddress macvlan(String machine, int index) {
    return derived(MACVLAN, machine, index);
  }

  private MacAddress derived(byte[] key, String machine, int index) {
    byte[] name = machine.getBytes(StandardCharsets.UTF_8);
    int size = host.length + name.length;
    ByteBuffer message = ByteBuffer.allocate(size + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    message.put(host).put(name);
    if (index > 0) {
      message.putLong(index);
    }
    long hash = SipHash24.of(key, Arrays.copyOf(message.array(), message.position()));
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(hash).array();
    bytes[0] = (byte) (bytes[0] & ~GROUP | LOCAL);
    return MacAddress.of(Arrays.copyOf(bytes, MacAddress.SIZE));
  }
}
