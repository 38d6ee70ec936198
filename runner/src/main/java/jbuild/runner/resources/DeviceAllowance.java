package jbuild.runner.resources;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.DeviceRule;
import jbuild.runner.linux.DeviceRule.Access;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.SyscallFailure;

/**
 * What {@code DeviceAllow=} allows: a node below /dev, or all devices of drivers by their names.
 *
 * @param specifier {@code /dev/...}, {@code char-...} or {@code block-...}
 */
public record DeviceAllowance(String specifier, Set<Access> access) {
  private static final Pattern SPECIFIER =
      Pattern.compile("/dev/(?!\\.{0,2}(/|$))((?!/\\.{0,2}(/|$)).)+|(char|block)-.+");
  private static final Pattern BY_NUMBER =
      Pattern.compile("/dev/(char|block)/([0-9]{1,7}):([0-9]{1,7})");
  private static final String CHARACTER_DEVICES = "char-";
  private static final String BLOCK_DEVICES = "block-";

  public DeviceAllowance {
    if (!SPECIFIER.matcher(specifier).matches()) {
      throw new IllegalArgumentException("no devices: " + specifier);
    }
    access = Set.copyOf(access);
  }

  /** The specifier, and the letters r, w, m after a space; all three when there are none. */
  static Optional<DeviceAllowance> parse(String text) {
    String[] words = text.strip().split("\\s+");
    if (words.length > 2 || !SPECIFIER.matcher(words[0]).matches()) {
      return Optional.empty();
    }
    return access(words.length == 1 ? "rwm" : words[1])
        .map(access -> new DeviceAllowance(words[0], access));
  }

  private static Optional<Set<Access>> access(String letters) {
    Set<Access> access = EnumSet.noneOf(Access.class);
    for (Access each : Access.values()) {
      if (letters.indexOf(each.letter()) != -1) {
        access.add(each);
      }
    }
    boolean known = letters.chars().allMatch(letter -> "rwm".indexOf(letter) != -1);
    return known && !access.isEmpty() ? Optional.of(access) : Optional.empty();
  }

  /** As the kernel and systemd write what may be done. */
  public String letters() {
    return DeviceRule.letters(access);
  }

  /** None when this host has no such device now. */
  List<DeviceRule> rules(DeviceGroups groups) {
    if (specifier.startsWith(CHARACTER_DEVICES)) {
      String pattern = specifier.substring(CHARACTER_DEVICES.length());
      return rules(FileType.CHARACTER_DEVICE, groups.character().majors(pattern));
    }
    if (specifier.startsWith(BLOCK_DEVICES)) {
      String pattern = specifier.substring(BLOCK_DEVICES.length());
      return rules(FileType.BLOCK_DEVICE, groups.block().majors(pattern));
    }
    Matcher numbers = BY_NUMBER.matcher(specifier);
    if (numbers.matches()) {
      FileType type =
          numbers.group(1).equals("char") ? FileType.CHARACTER_DEVICE : FileType.BLOCK_DEVICE;
      int major = Integer.parseInt(numbers.group(2));
      return List.of(new DeviceRule(type, major, Integer.parseInt(numbers.group(3)), access));
    }
    return node(specifier, access).map(List::of).orElse(List.of());
  }

  private List<DeviceRule> rules(FileType type, List<Integer> majors) {
    List<DeviceRule> rules = new ArrayList<>();
    for (int major : majors) {
      rules.add(new DeviceRule(type, major, DeviceRule.ANY, access));
    }
    return rules;
  }

  /** The device that a node of the host stands for; nothing when it is no device. */
  static Optional<DeviceRule> node(String path, Set<Access> access) {
    try (Fd node = Descriptors.onHost(BytePath.of(path))) {
      FileStatus status = FileStatus.of(node);
      FileType type = status.type();
      if (type != FileType.CHARACTER_DEVICE && type != FileType.BLOCK_DEVICE) {
        return Optional.empty();
      }
      FileStatus.Device device = status.special();
      return Optional.of(new DeviceRule(type, device.major(), device.minor(), access));
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
