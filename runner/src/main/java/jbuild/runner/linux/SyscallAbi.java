package jbuild.runner.linux;

import java.util.List;

/**
 * A way to enter the kernel, with numbers of its own for system calls, and the rule for each.
 *
 * <p>The rules are those of systemd-nspawn 262, which asks less of keyrings. They are written down
 * by number, one letter each: a start has no time to look up names. A test derives them again from
 * the names and groups.
 *
 * <ul>
 *   <li>{@code +} allowed, {@code -} refused, {@code .} unknown to machines
 *   <li>a letter of {@link #capability}: allowed to those who may have it
 *   <li>{@code S} socket, {@code I} ioctl, {@code u} io_uring, {@code k} keyrings: depends on
 *       arguments or the policy
 *   <li>{@code n} write to the disk now, {@code d} the same for a descriptor, {@code o} open,
 *       {@code O} openat, {@code 2} openat2: allowed until that is suppressed
 * </ul>
 */
enum SyscallAbi {
  X86_64(
      0xc000003e,
      0,
      0,
      "SCMP_ARCH_X86_64",
      """
      ++o+++++++++++++I+++++++++n++++++++++++++S++++++++++++++++++++++++++++++++dd++++\
      +++++++++++++++++++++p+y++++++++++++++++++++++++++++++-+-++-+++++++++llllh-+-++t\
      ++nat++--b++rr-mm---.-----++++++++++++++++++++++++++-++++++++++++++t++++++++-+++\
      ++++++-+kkk++++++O+++++++++++++++++++d++++++++++++++++++++-+--++-td++++++m++++++\
      -f+++l+++---++++-...............................................................\
      ........................+uuu+++++++++2-++++-+++--++++----+++-+++++++++--\
      """),
  /** The kernel marks its numbers by a bit. */
  X32(
      0xc000003e,
      0x40000000,
      2,
      "SCMP_ARCH_X32",
      """
      ++o++++++++++.+..++..+++++n++++++++++++++S+++...++++++..+++.++++++++++++++dd++++\
      +++++++++++++++++++++.+y+++++++++++++++++++++++...+.++.+-++-+++++++++llllh-+.++t\
      ++nat++--b++rr.mm..-.-----+++++++++++++++++++..++.+.-+..++++++.++++t++++++++.+++\
      ++++.+..kkk++++++O+++++++++++++++..++d..+++++++++++++++...-.--++-td.++..+m++++++\
      -f.++l+..---++++-...............................................................\
      ........................+uuu+++++++++2-++++-+++--++++----+++-+++++++++--........\
      ................................++I++++++p++++++-+++++++++++++++++++\
      """),
  I386(
      0x40000003,
      0,
      1,
      "SCMP_ARCH_X86",
      """
      +++++o+++++++++++-+++++++-p++++--++-n+++++++-++++++a+-I+-+-+++-+++++--+++++++++t\
      ++++++--b+++++++++-++r+y++++++rh--+-++d++++-t++-mm--++--+-++++++n+++d-llll++++++\
      ++++++--+.++++++++++++++++++--++++++++++++++++++++++++++++++++..++++++++++++++++\
      +++++++++++.+-++++++++++t++++++++-+++++++++-+.kkk++++++O++++++++++++++++++d+++++\
      ++++++++++++++++-+--++-td+++++m++++++f+S++++++++++++++++l+++---++++......+++++++\
      ++++tt+++++++++.+++++++++uuu+++++++++2-++++-+++--++++----+++-+++++++++--\
      """),
  AARCH64(
      0xc00000b7,
      0,
      3,
      "SCMP_ARCH_AARCH64",
      """
      ++++++++++++++++++-++++++++++I++++++++++++.+++++++++++++O+h+-+++++++++++++++++++\
      +nddd++++a++++++++++++++-mm+++++t+++yp++++++++++++++++++++++++b+++++++++++++++++\
      ++++++++++tt++++++++++++++++++++++++++S++++++++++++++++++kkk++++--+nllll++++++++\
      +-++................++--+-td+++++m++++++f+++l+++---+++-.........................\
      ................................................................................\
      ........................+uuu+++++++++2-++++-+++--++++----+++-+++++++++--\
      """),
  ARM(
      0x40000028,
      0,
      4,
      "SCMP_ARCH_ARM",
      """
      +++++o+.+++++.+++..+++.++.p..+...++.n+++++++.+++.++a+.I+.+..++-+++++..++++++.++t\
      ++.+.+--b..+++++++.++..y+++++..h..+-+.d++++.t++.mm.-++--+.++++++n+++d-llll++++++\
      ++++++..+.++++++++++++++++++..++++++++++++++++++++++++++++++++..++++++++++++++++\
      +++++++++-++++..++++++t++++++++rrr+++++++S+++++++++++++++++++++++++++kkk+-++++++\
      ++O++++++++++++++++++d+++++-++++++++++++++++-++--++-td+++++m++++++f+++l+++---+++\
      +-.+tt+++++++++.+++++++++uuu+++++++++2-++++-+++.-++++----+++-+++++++++--\
      """),
  /** What only arm has, far above its other numbers: asm/unistd.h calls it private. */
  ARM_PRIVATE(
      0x40000028,
      0xf0000,
      4,
      "SCMP_ARCH_ARM",
      """
      .-+--+-\
      """);

  private static final List<SyscallAbi> X86 = List.of(X86_64, X32, I386);
  private static final List<SyscallAbi> ARM_64 = List.of(AARCH64, ARM, ARM_PRIVATE);

  private final int architecture;
  private final int offset;
  private final int column;
  private final String profileName;
  private final String rules;

  SyscallAbi(int architecture, int offset, int column, String profileName, String rules) {
    this.architecture = architecture;
    this.offset = offset;
    this.column = column;
    this.profileName = profileName;
    this.rules = rules;
  }

  /** All by which programs enter the kernel on a processor, by the name that Java has for it. */
  static List<SyscallAbi> of(String processor) {
    return switch (processor) {
      case "amd64" -> X86;
      case "aarch64" -> ARM_64;
      default -> throw new UnsupportedHost("this processor, " + processor);
    };
  }

  /** The kernel's name for it, from {@code linux/audit.h}; several ABIs may share one. */
  int architecture() {
    return architecture;
  }

  /** What its numbers are counted from. */
  int offset() {
    return offset;
  }

  /** Where its numbers stand in {@link SyscallNames}. */
  int column() {
    return column;
  }

  /** As OCI bundles and libseccomp call it. */
  String profileName() {
    return profileName;
  }

  /** The rule of each number; those above are unknown to machines. */
  char[] rules() {
    return rules.toCharArray();
  }

  /** With which capability calls of such a rule are allowed. */
  static Capability capability(char rule) {
    return switch (rule) {
      case 'a' -> Capability.SYS_PACCT;
      case 'b' -> Capability.SYS_BOOT;
      case 'f' -> Capability.BPF;
      case 'h' -> Capability.SYS_TTY_CONFIG;
      case 'l' -> Capability.IPC_LOCK;
      case 'm' -> Capability.SYS_MODULE;
      case 'p' -> Capability.SYS_PTRACE;
      case 'r' -> Capability.SYS_RAWIO;
      case 't' -> Capability.SYS_TIME;
      case 'y' -> Capability.SYSLOG;
      default -> throw new IllegalArgumentException("no rule has the letter " + rule);
    };
  }
}
