package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SyscallAbiTest {
  /** What systemd-nspawn 262 always allows but for @keyring: src/nspawn/nspawn-seccomp.c. */
  private static final String ALWAYS =
      """
      @aio @basic-io @chown @default @file-system @io-event @ipc @mount @network-io
      @process @resources @setuid @signal @sync @timer arm_fadvise64_64 brk cachestat capget capset
      copy_file_range fadvise64 fadvise64_64 flock get_mempolicy getcpu getpriority getrandom ioctl
      ioprio_get kcmp madvise mincore mprotect mremap name_to_handle_at oldolduname olduname
      personality readahead readdir remap_file_pages sched_get_priority_max sched_get_priority_min
      sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval
      sched_rr_get_interval_time64 sched_yield sendfile sendfile64 setdomainname setfsgid setfsgid32
      setfsuid setfsuid32 sethostname setpgid setsid splice sysinfo tee umask uname userfaultfd
      vmsplice
      """;

  private static final Map<String, Character> CONDITIONAL =
      Map.ofEntries(
          Map.entry("@clock", 't'),
          Map.entry("@module", 'm'),
          Map.entry("@raw-io", 'r'),
          Map.entry("@memlock", 'l'),
          Map.entry("acct", 'a'),
          Map.entry("ptrace", 'p'),
          Map.entry("reboot", 'b'),
          Map.entry("syslog", 'y'),
          Map.entry("vhangup", 'h'),
          Map.entry("bpf", 'f'),
          Map.entry("@keyring", 'k'));

  private static final Map<String, Character> SPECIAL =
      Map.of("socket", 'S', "ioctl", 'I', "open", 'o', "openat", 'O', "openat2", '2');

  private static final Set<String> WRITING_THROUGH = Set.of("sync", "msync");

  private static final Set<String> WRITING_A_DESCRIPTOR_THROUGH =
      Set.of("fsync", "fdatasync", "syncfs", "sync_file_range", "sync_file_range2");

  private final Map<String, Character> rules = rules();

  @Test
  void hasTheRulesThatFollowFromNamesAndGroups() {
    for (SyscallAbi abi : SyscallAbi.values()) {
      char[] written = abi.rules();
      char[] derived = ".".repeat(written.length).toCharArray();
      rules.forEach(
          (name, rule) -> {
            int number = SyscallNames.all().number(name, abi, written.length);
            if (number >= 0) {
              derived[number] = rule;
            }
          });

      assertEquals(new String(derived), new String(written), abi.name());
    }
  }

  @Test
  void knowsEveryNumberThatHasAName() {
    assertAll(
        () -> assertEquals(471, highest(SyscallAbi.X86_64)),
        () -> assertEquals(471, highest(SyscallAbi.I386)),
        () -> assertEquals(547, highest(SyscallAbi.X32)),
        () -> assertEquals(471, highest(SyscallAbi.AARCH64)),
        () -> assertEquals(471, highest(SyscallAbi.ARM)),
        () -> assertEquals(6, highest(SyscallAbi.ARM_PRIVATE)));
    for (SyscallAbi abi : SyscallAbi.values()) {
      assertEquals(highest(abi) + 1, abi.rules().length, abi.name());
    }
  }

  @Test
  void filtersArmAsItDoesX86() {
    SeccompPolicy policy = new SeccompPolicy(EnumSet.of(Capability.SYS_BOOT), true);
    FilterMachine filter = new FilterMachine(Seccomp.program(policy, "aarch64"));

    assertAll(
        () -> assertEquals("allow", filter.outcome(FilterMachine.AARCH64, 63)), // read
        () -> assertEquals("nothing", filter.outcome(FilterMachine.AARCH64, 82)), // fsync
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.AARCH64, 105)), // init_module
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.AARCH64, 117)), // ptrace
        () -> assertEquals("allow", filter.outcome(FilterMachine.AARCH64, 142)), // reboot
        () -> assertEquals("EINVAL", filter.outcome(FilterMachine.AARCH64, 56, 0, 0, 0x1000)),
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.AARCH64, 29, 0, 0x5412)),
        () -> assertEquals("EAFNOSUPPORT", filter.outcome(FilterMachine.AARCH64, 198, 16, 3, 9)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.ARM, 3)), // read
        () -> assertEquals("nothing", filter.outcome(FilterMachine.ARM, 118)), // fsync
        () -> assertEquals("EINVAL", filter.outcome(FilterMachine.ARM, 5, 0, 0x1000)),
        () -> assertEquals("EAFNOSUPPORT", filter.outcome(FilterMachine.ARM, 281, 16, 3, 9)),
        () -> assertEquals("allow", filter.outcome(FilterMachine.ARM, 0xf0005)), // set_tls
        () -> assertEquals("EPERM", filter.outcome(FilterMachine.ARM, 0xf0001)), // breakpoint
        () -> assertEquals("ENOSYS", filter.outcome(FilterMachine.ARM, 0xf0007)),
        () -> assertEquals("ENOSYS", filter.outcome(FilterMachine.ARM, 0xeffff)),
        () -> assertEquals("kill", filter.outcome(FilterMachine.X86_64, 0)));
  }

  @Test
  void refusesProcessorsThatItKnowsNothingOf() {
    assertThrows(UnsupportedHost.class, () -> SyscallAbi.of("ppc64le"));
  }

  private static int highest(SyscallAbi abi) {
    Set<String> names = new TreeSet<>();
    SyscallNames.all().addTo(names, "@known");
    int limit = abi == SyscallAbi.ARM ? 1024 : Integer.MAX_VALUE;
    return names.stream()
        .mapToInt(name -> SyscallNames.all().number(name, abi, limit))
        .max()
        .orElseThrow();
  }

  private static Map<String, Character> rules() {
    Map<String, Character> rules = new TreeMap<>();
    expand("@known").forEach(name -> rules.put(name, '-'));
    CONDITIONAL.forEach((word, rule) -> expand(word).forEach(name -> rules.put(name, rule)));
    for (String word : ALWAYS.trim().split("\\s+")) {
      for (String name : expand(word)) {
        rules.put(name, special(name));
      }
    }
    // Gone since Linux 3.1, and so not even known.
    rules.remove("nfsservctl");
    // Another name of sync_file_range2, which the group @sync has.
    rules.put("arm_sync_file_range", 'd');
    return rules;
  }

  private static char special(String name) {
    if (WRITING_THROUGH.contains(name)) {
      return 'n';
    }
    if (WRITING_A_DESCRIPTOR_THROUGH.contains(name)) {
      return 'd';
    }
    return name.startsWith("io_uring_") ? 'u' : SPECIAL.getOrDefault(name, '+');
  }

  private static Set<String> expand(String word) {
    Set<String> names = new TreeSet<>();
    SyscallNames.all().addTo(names, word);
    return names;
  }
}
