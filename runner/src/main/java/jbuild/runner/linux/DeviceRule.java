package jbuild.runner.linux;

import java.util.EnumSet;
import java.util.Set;

/**
 * Devices, and what may be done with them.
 *
 * @param type a character or a block device
 * @param major {@value #ANY} for all
 * @param minor {@value #ANY} for all
 */
public record DeviceRule(FileType type, int major, int minor, Set<Access> access) {
  public static final int ANY = -1;

  /** What devices.rst of the kernel's documentation names by one letter each. */
  public enum Access {
    READ('r', 2),
    WRITE('w', 4),
    /** Making a node of the device. */
    MAKE('m', 1);

    private final char letter;
    private final int bit;

    Access(char letter, int bit) {
      this.letter = letter;
      this.bit = bit;
    }

    public char letter() {
      return letter;
    }

    /** As {@code BPF_DEVCG_ACC_} of linux/bpf.h. */
    int bit() {
      return bit;
    }
  }

  public DeviceRule {
    if (type != FileType.CHARACTER_DEVICE && type != FileType.BLOCK_DEVICE) {
      throw new IllegalArgumentException("no device: " + type);
    }
    if (access.isEmpty()) {
      throw new IllegalArgumentException("a rule that allows nothing");
    }
    access = Set.copyOf(access);
  }

  /** All that can be done with a character device. */
  public static DeviceRule character(int major, int minor) {
    return new DeviceRule(
        FileType.CHARACTER_DEVICE, major, minor, EnumSet.allOf(DeviceRule.Access.class));
  }

  /** As a line of {@code devices.allow}. */
  public String line() {
    StringBuilder line = new StringBuilder();
    line.append(type == FileType.BLOCK_DEVICE ? 'b' : 'c').append(' ');
    line.append(number(major)).append(':').append(number(minor)).append(' ');
    return line.append(letters()).toString();
  }

  /** What may be done, in letters. */
  public String letters() {
    return letters(access);
  }

  public static String letters(Set<Access> access) {
    StringBuilder letters = new StringBuilder();
    for (Access each : Access.values()) {
      if (access.contains(each)) {
        letters.append(each.letter());
      }
    }
    return letters.toString();
  }

  private static String number(int number) {
    return number == ANY ? "*" : Integer.toString(number);
  }

  int accessBits() {
    int bits = 0;
    for (Access each : access) {
      bits |= each.bit();
    }
    return bits;
  }
}
