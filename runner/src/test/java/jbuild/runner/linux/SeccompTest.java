package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeccompTest {
  /** What systemd-nspawn retains and a filter looks at. */
  private static final Set<Capability> DEFAULT =
      EnumSet.of(
          Capability.SYS_ADMIN,
          Capability.SYS_BOOT,
          Capability.SYS_PTRACE,
          Capability.SYS_TTY_CONFIG);

  private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);
  private static final int MOST_INSTRUCTIONS = 4096;
  private static final int BPF = 321;
  private static final int SOCKET = 41;
  private static final long AF_NETLINK = 16;
  private static final long AF_VSOCK = 40;
  private static final long NETLINK_AUDIT = 9;
  private static final long TIOCSTI = 0x5412;
  private static final long TIOCLINUX = 0x541c;
  private static final long TIOCGWINSZ = 0x5413;
  private static final long O_DSYNC = 0x1000;
  private static final long O_SYNC = 0x101000;
  private static final long GARBAGE_ABOVE = 0xdeadbeefL << 32;

  @Test
  void treatsEveryNumberAsTheOriginalDoesByDefault() throws IOException {
    assertAll(
        () -> assertEquals(Set.of(), differences(filter(DEFAULT, false), Column.DEFAULT)),
        () -> assertEquals(Set.of(), differences(filter(Set.of(), false), Column.NONE)),
        () -> assertEquals(Set.of(), differences(filter(ALL, false), Column.ALL)));
  }

  @Test
  void saysThatFlagsInMemoryAreUnknownWhereSyncIsSuppressedWhichTheOriginalForgetsAgain()
      throws IOException {
    assertEquals(
        Set.of("i386 437 ENOSYS", "x32 437 ENOSYS", "x86_64 437 ENOSYS"),
        differences(filter(DEFAULT, true), Column.SUPPRESS_SYNC));
  }

  @Test
  void addsCallsWithTheCapabilityTheyNeed() {
    assertAll(
        () -> assertEquals(List.of(159, 164, 227, 305), added(Capability.SYS_TIME)),
        () -> assertEquals(List.of(175, 176, 313), added(Capability.SYS_MODULE)),
        () -> assertEquals(List.of(172, 173), added(Capability.SYS_RAWIO)),
        () -> assertEquals(List.of(149, 150, 151, 152, 325), added(Capability.IPC_LOCK)),
        () -> assertEquals(List.of(163), added(Capability.SYS_PACCT)),
        () -> assertEquals(List.of(101), added(Capability.SYS_PTRACE)),
        () -> assertEquals(List.of(169), added(Capability.SYS_BOOT)),
        () -> assertEquals(List.of(103), added(Capability.SYSLOG)),
        () -> assertEquals(List.of(153), added(Capability.SYS_TTY_CONFIG)),
        () -> assertEquals(List.of(BPF), added(Capability.BPF)),
        () -> assertEquals(List.of(), added(Capability.SYS_ADMIN)));
  }

  @Test
  void answersSocketsForAuditAsAKernelWithoutAudit() {
    FilterMachine filter = filter(DEFAULT, false);

    assertAll(
        () -> assertEquals("EAFNOSUPPORT", netlink(filter, FilterMachine.X86_64, SOCKET, 9)),
        () ->
            assertEquals(
                "EAFNOSUPPORT",
                netlink(filter, FilterMachine.X86_64, FilterMachine.X32_BIT | SOCKET, 9)),
        () -> assertEquals("EAFNOSUPPORT", netlink(filter, FilterMachine.I386, 359, 9)),
        () -> assertEquals("allow", netlink(filter, FilterMachine.X86_64, SOCKET, 0)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, SOCKET, 1, 1, 9)));
  }

  @Test
  void looksAtTheHalfOfAnArgumentThatTheKernelUses() {
    assertEquals(
        "EAFNOSUPPORT",
        filter(DEFAULT, false)
            .outcome(
                FilterMachine.X86_64,
                SOCKET,
                AF_NETLINK | GARBAGE_ABOVE,
                0,
                NETLINK_AUDIT | GARBAGE_ABOVE));
    assertEquals(
        "EINVAL",
        filter(DEFAULT, true).outcome(FilterMachine.X86_64, 2, 0, O_DSYNC | GARBAGE_ABOVE));
  }

  @Test
  void letsNobodyTypeForTheUserOfATerminal() {
    FilterMachine filter = filter(ALL, false);

    for (long request : new long[] {TIOCSTI, TIOCSTI | GARBAGE_ABOVE, TIOCLINUX}) {
      assertAll(
          () -> assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, 16, 0, request)),
          () -> assertEquals("EPERM", filter.outcome(FilterMachine.I386, 54, 0, request)),
          () ->
              assertEquals(
                  "EPERM",
                  filter.outcome(FilterMachine.X86_64, FilterMachine.X32_BIT | 514, 0, request)));
    }
    assertEquals("allow", filter.outcome(FilterMachine.X86_64, 16, 0, TIOCGWINSZ));
  }

  @Test
  void refusesToOpenFilesForSyncedWritingOnlyWhereSyncIsSuppressed() {
    FilterMachine suppressing = filter(DEFAULT, true);

    assertAll(
        () -> assertEquals("EINVAL", suppressing.outcome(FilterMachine.X86_64, 2, 0, O_SYNC)),
        () -> assertEquals("EINVAL", suppressing.outcome(FilterMachine.I386, 5, 0, O_DSYNC)),
        () -> assertEquals("EINVAL", suppressing.outcome(FilterMachine.X86_64, 257, 0, 0, O_SYNC)),
        () -> assertEquals("EINVAL", suppressing.outcome(FilterMachine.I386, 295, 0, 0, O_SYNC)),
        () -> assertEquals("allow", suppressing.outcome(FilterMachine.X86_64, 257, 0, 0, 2)),
        () ->
            assertEquals(
                "allow", filter(DEFAULT, false).outcome(FilterMachine.X86_64, 257, 0, 0, O_SYNC)));
  }

  @Test
  void leavesToTheKernelToSayWhatIsNoDescriptor() {
    FilterMachine suppressing = filter(DEFAULT, true);

    assertAll(
        () -> assertEquals("nothing", suppressing.outcome(FilterMachine.X86_64, 74, 0x7fffffff)),
        () -> assertEquals("allow", suppressing.outcome(FilterMachine.X86_64, 74, -1)),
        () -> assertEquals("allow", suppressing.outcome(FilterMachine.X86_64, 74, 0xffffffffL)),
        () -> assertEquals("nothing", suppressing.outcome(FilterMachine.X86_64, 74, 1L << 40)),
        () -> assertEquals("nothing", suppressing.outcome(FilterMachine.X86_64, 162, -1)),
        () -> assertEquals("allow", suppressing.outcome(FilterMachine.I386, 118, 0xffffffffL)));
  }

  @Test
  void knowsNothingOutsideItsTable() {
    FilterMachine filter = filter(ALL, false);

    for (int number : new int[] {1024, 0x3fffffff, 0x40000400, 0x80000000, -1}) {
      assertEquals("ENOSYS", filter.outcome(FilterMachine.X86_64, number), "number " + number);
      assertEquals("ENOSYS", filter.outcome(FilterMachine.I386, number), "number " + number);
    }
    assertEquals("kill", filter.outcome(0xc00000b7, 0));
  }

  @Test
  void fitsIntoWhatTheKernelTakes() {
    int length =
        Seccomp.program(new SeccompPolicy(ALL, true), "amd64").length / Bpf.INSTRUCTION_SIZE;

    assertTrue(length < MOST_INSTRUCTIONS, length + " instructions");
  }

  @Test
  void leavesOutWhatBootedMachinesHardlyNeed() {
    FilterMachine filter = filter(policy().strictBoot(true));

    for (int ioUring = 425; ioUring <= 427; ioUring++) {
      assertEquals("ENOSYS", filter.outcome(FilterMachine.X86_64, ioUring));
      assertEquals("ENOSYS", filter.outcome(FilterMachine.I386, ioUring));
    }
    assertEquals("EAFNOSUPPORT", filter.outcome(FilterMachine.X86_64, SOCKET, AF_VSOCK));
    assertEquals("EAFNOSUPPORT", filter.outcome(FilterMachine.I386, 359, AF_VSOCK));
    assertEquals("EAFNOSUPPORT", netlink(filter, FilterMachine.X86_64, SOCKET, 9));
    assertEquals("allow", filter.outcome(FilterMachine.X86_64, SOCKET, 1));
    assertEquals("allow", filter(DEFAULT, false).outcome(FilterMachine.X86_64, 425));
    assertEquals("allow", filter(DEFAULT, false).outcome(FilterMachine.X86_64, SOCKET, AF_VSOCK));
  }

  @Test
  void leavesKeyringsToUsersThatAreNotTheHosts() {
    FilterMachine shared = filter(policy());
    FilterMachine apart = filter(policy().ownUsers(true));
    FilterMachine asked = filter(policy().filter(SyscallFilter.parse("@keyring")));

    for (int call = 248; call <= 250; call++) { // add_key, request_key, keyctl
      assertEquals("EPERM", shared.outcome(FilterMachine.X86_64, call));
      assertEquals("EPERM", shared.outcome(FilterMachine.X86_64, 0x40000000 | call));
      assertEquals("allow", apart.outcome(FilterMachine.X86_64, call));
      assertEquals("allow", asked.outcome(FilterMachine.X86_64, call));
    }
    assertEquals("EPERM", shared.outcome(FilterMachine.I386, 288));
    assertEquals("allow", apart.outcome(FilterMachine.I386, 288));
  }

  @Test
  void givesBootedMachinesWhatWasAskedForByName() {
    FilterMachine filter =
        filter(
            policy()
                .strictBoot(true)
                .filter(SyscallFilter.parse("@aio"))
                .families(AddressFamilies.and(Optional.empty(), "AF_UNIX AF_VSOCK")));

    assertEquals("allow", filter.outcome(FilterMachine.X86_64, 425));
    assertEquals("allow", filter.outcome(FilterMachine.X86_64, SOCKET, AF_VSOCK));
    assertEquals("EAFNOSUPPORT", filter.outcome(FilterMachine.X86_64, SOCKET, 2));
  }

  @Test
  void addsWhatIsAskedForAndTakesAwayWhatIsDeniedWhicheverComesFirst() {
    FilterMachine filter =
        filter(
            policy()
                .filter(
                    SyscallFilter.parse("~@keyring mount swapoff")
                        .and(SyscallFilter.parse("@swap bpf socket vm86"))));

    assertAll(
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, 167)), // swapon
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, 168)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, BPF)),
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, 165)), // mount
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, 0x40000000 | 165)),
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.I386, 21)),
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.X86_64, 250)), // keyctl
        () -> assertEquals("allow", filter.outcome(FilterMachine.I386, 166)), // vm86
        () -> assertEquals("allow", filter.outcome(FilterMachine.X86_64, 0)),
        () -> assertEquals("ENOSYS", filter.outcome(FilterMachine.X86_64, 166 + 1000)));
    assertEquals("EAFNOSUPPORT", netlink(filter, FilterMachine.X86_64, SOCKET, 9));
  }

  @Test
  void refusesAllWhenEverythingIsDenied() {
    FilterMachine filter = filter(policy().filter(SyscallFilter.parse("~@known")));

    for (int number = 0; number < 1024; number++) {
      assertNotEquals("allow", filter.outcome(FilterMachine.X86_64, number), "number " + number);
      assertNotEquals("allow", filter.outcome(FilterMachine.I386, number), "number " + number);
    }
  }

  private static SeccompPolicy policy() {
    return new SeccompPolicy(DEFAULT, false);
  }

  private static FilterMachine filter(Set<Capability> capabilities, boolean suppressSync) {
    return filter(new SeccompPolicy(capabilities, suppressSync).ownUsers(true));
  }

  /** As on x86_64, wherever this test runs. */
  private static FilterMachine filter(SeccompPolicy policy) {
    return new FilterMachine(Seccomp.program(policy, "amd64"));
  }

  private static String netlink(FilterMachine filter, int abi, int number, long protocol) {
    return filter.outcome(abi, number, AF_NETLINK, 3, protocol);
  }

  private static List<Integer> added(Capability capability) {
    FilterMachine without = filter(Set.of(), false);
    FilterMachine with = filter(Set.of(capability), false);
    return IntStream.range(0, 1024)
        .filter(
            number ->
                !with.outcome(FilterMachine.X86_64, number)
                    .equals(without.outcome(FilterMachine.X86_64, number)))
        .boxed()
        .toList();
  }

  private enum Column {
    DEFAULT,
    ALL,
    NONE,
    SUPPRESS_SYNC
  }

  private static Set<String> differences(FilterMachine filter, Column column) throws IOException {
    Set<String> differences = new TreeSet<>();
    differences(differences, filter, column, "x86_64", FilterMachine.X86_64, 0);
    differences(differences, filter, column, "i386", FilterMachine.I386, 0);
    differences(differences, filter, column, "x32", FilterMachine.X86_64, FilterMachine.X32_BIT);
    return differences;
  }

  private static void differences(
      Set<String> differences,
      FilterMachine filter,
      Column column,
      String abi,
      int architecture,
      int offset)
      throws IOException {
    int next = 0;
    for (String line : measured(abi)) {
      String[] words = line.split(" ");
      assertEquals(next, Integer.parseInt(words[0]), "a gap in the list");
      for (; next <= Integer.parseInt(words[1]); next++) {
        String outcome = filter.outcome(architecture, offset + next);
        if (!outcome.equals(words[2 + column.ordinal()])) {
          differences.add(abi + " " + next + " " + outcome);
        }
      }
    }
    assertNotEquals(0, next);
  }

  private static List<String> measured(String abi) throws IOException {
    try (InputStream in = SeccompTest.class.getResourceAsStream("nspawn-262-" + abi + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
