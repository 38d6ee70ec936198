package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.Seccomp;
import jbuild.runner.linux.SeccompPolicy;
import jbuild.runner.linux.SyscallFilter;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of every system call on every ABI is what becomes of it under systemd-nspawn 252, or
 * is listed here with the reason. The filters are those that the kernel has, and are asked, not
 * tried.
 */
@Tag("root")
class SystemCallsIT {
  private static final int NUMBERS = 1024;
  private static final long[] NO_ARGUMENTS = {};

  /** Each call is asked about with each of these: they are what some filter looks at. */
  private static final Map<String, long[]> ARGUMENTS =
      Map.ofEntries(
          Map.entry("netlink audit", new long[] {16, 3, 9}),
          Map.entry("netlink audit and garbage", new long[] {16 | 1L << 40, 3, 9 | 1L << 40}),
          Map.entry("netlink route", new long[] {16, 3, 0}),
          Map.entry("vsock", new long[] {40, 1, 0}),
          Map.entry("no descriptor", new long[] {0xffffffffL}),
          Map.entry("TIOCSTI", new long[] {0, 0x5412}),
          Map.entry("TIOCSTI and garbage", new long[] {0, 0x5412 | 1L << 40}),
          Map.entry("TIOCLINUX", new long[] {0, 0x541c}),
          Map.entry("new user namespace", new long[] {0x10000000}),
          Map.entry("second O_DSYNC", new long[] {0, 0x1000}),
          Map.entry("second O_SYNC", new long[] {0, 0x101000}),
          Map.entry("third O_SYNC", new long[] {0, 0, 0x101000}),
          Map.entry("third __O_SYNC", new long[] {0, 0, 0x100000}));

  /** Theirs, then ours: what newer systemd has found machines to need. */
  private static final String ALLOWED_BY_SYSTEMD_262 =
      """
      # landlock, by which a program only takes from itself: @sandbox, in @default
      x86_64 444..446 EPERM allow
      i386 444..446 EPERM allow
      x32 444..446 EPERM allow
      # calls that the libseccomp of 252 did not know: uretprobe, which the kernel's own code makes,
      x86_64 335 ENOSYS allow
      x32 335 ENOSYS allow
      # cachestat,
      x86_64 451 ENOSYS allow
      i386 451 ENOSYS allow
      x32 451 ENOSYS allow
      # statmount, listmount, lsm_get_self_attr,
      x86_64 457..459 ENOSYS allow
      i386 457..459 ENOSYS allow
      x32 457..459 ENOSYS allow
      # lsm_list_modules, mseal, setxattrat and its like, open_tree_attr, file_getattr, file_setattr
      x86_64 461..469 ENOSYS allow
      i386 461..469 ENOSYS allow
      x32 461..469 ENOSYS allow
      """;

  /** Since 258, and here only where a machine's users, and so their keys, are its own. */
  private static final String KEYRINGS =
      """
      x86_64 248..250 EPERM allow
      i386 286..288 EPERM allow
      x32 248..250 EPERM allow
      """;

  /** What a payload cannot do under either, or only under the original. */
  private static final String STRICTER =
      """
      # known by now, and refused: uprobe, map_shadow_stack, lsm_set_self_attr, listns and
      # rseq_slice_yield
      x86_64 336 ENOSYS EPERM
      x32 336 ENOSYS EPERM
      x32 453 ENOSYS EPERM
      x86_64 460 ENOSYS EPERM
      i386 460 ENOSYS EPERM
      x32 460 ENOSYS EPERM
      x86_64 470..471 ENOSYS EPERM
      i386 470..471 ENOSYS EPERM
      x32 470..471 ENOSYS EPERM
      # nobody types in the place of who sits at the terminal
      x86_64 16 allow EPERM (TIOCLINUX)
      x86_64 16 allow EPERM (TIOCSTI and garbage)
      x86_64 16 allow EPERM (TIOCSTI)
      i386 54 allow EPERM (TIOCLINUX)
      i386 54 allow EPERM (TIOCSTI and garbage)
      i386 54 allow EPERM (TIOCSTI)
      x32 514 allow EPERM (TIOCLINUX)
      x32 514 allow EPERM (TIOCSTI and garbage)
      x32 514 allow EPERM (TIOCSTI)
      # the kernel takes the lower half of a number only, and i386 has this call as well
      x86_64 41 allow EAFNOSUPPORT (netlink audit and garbage)
      i386 359 allow EAFNOSUPPORT (netlink audit and garbage)
      i386 359 allow EAFNOSUPPORT (netlink audit)
      """;

  /** The original takes a descriptor with something above it for none; the kernel takes it. */
  private static final String SYNC_OF_DESCRIPTORS =
      """
      x86_64 277 allow nothing (netlink audit and garbage)
      x86_64 306 allow nothing (netlink audit and garbage)
      x86_64 74 allow nothing (netlink audit and garbage)
      x86_64 75 allow nothing (netlink audit and garbage)
      """;

  /** Since 254, for who has the capability. */
  private static final String BPF =
      """
      x86_64 321 EPERM allow
      i386 357 EPERM allow
      x32 321 EPERM allow
      """;

  @TempDir static Path directory;
  private static SystemdNspawn original;
  private static Path image;
  private static int count;

  /** A copy: the original changes what it runs. */
  @BeforeAll
  static void copyImage() {
    image = directory.resolve("filtered");
    Path built = BuiltImages.of("test-images/bookworm.toml");
    Finished.of(new ProcessBuilder("cp", "-a", built.toString(), image.toString())).successfully();
    original = new SystemdNspawn(ToolsImage.get().showing(directory), Map.of());
  }

  @AfterAll
  static void removeWhatTheOriginalLeaves() {
    original.close();
    Trees.remove(image);
  }

  @Test
  void differByDefaultOnlyAsSaidHere() throws IOException {
    assertEquals(lines(ALLOWED_BY_SYSTEMD_262, STRICTER), differences(theirs(), ours()));
  }

  @Test
  void differWithAllCapabilitiesOnlyAsSaidHere() throws IOException {
    assertEquals(
        lines(ALLOWED_BY_SYSTEMD_262, STRICTER, BPF),
        differences(theirs("--capability=all"), ours("--capability=all")));
  }

  @Test
  void differWithUsersOfTheirOwnOnlyAsSaidHere() throws IOException {
    assertEquals(
        lines(ALLOWED_BY_SYSTEMD_262, STRICTER, KEYRINGS),
        differences(theirs("--private-users=1447690240"), ours("--private-users=1447690240")));
  }

  @Test
  void differWithoutCapabilitiesOnlyAsSaidHere() throws IOException {
    assertEquals(
        lines(ALLOWED_BY_SYSTEMD_262, STRICTER),
        differences(theirs("--drop-capability=all"), of(new SeccompPolicy(Set.of(), false))));
  }

  @Test
  void differOnlyAsSaidHereWhereSyncIsSuppressed() throws IOException {
    assertEquals(
        lines(ALLOWED_BY_SYSTEMD_262, STRICTER, SYNC_OF_DESCRIPTORS),
        differences(theirs("--suppress-sync=yes"), ours("--suppress-sync=yes")));
  }

  @Test
  void differOnlyAsSaidHereWhereAFilterIsAskedFor() throws IOException {
    SyscallFilter filter =
        SyscallFilter.parse("@swap bpf").and(SyscallFilter.parse("~@memlock mount swapoff"));
    Set<Capability> capabilities =
        EnumSet.of(Capability.SYS_BOOT, Capability.SYS_PTRACE, Capability.SYS_TTY_CONFIG);

    assertEquals(
        lines(ALLOWED_BY_SYSTEMD_262, STRICTER),
        differences(
            theirs(
                "--system-call-filter=@swap bpf", "--system-call-filter=~@memlock mount swapoff"),
            of(new SeccompPolicy(capabilities, false).filter(filter))));
  }

  private static FilteredCalls theirs(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("-D", image.toString()));
    words.addAll(List.of(options));
    String number = number();
    words.addAll(List.of("/bin/sleep", number));
    return filters(new ProcessBuilder(original.words(words.toArray(String[]::new))), number);
  }

  private static FilteredCalls ours(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("run", "--quiet", "-D", image.toString()));
    words.addAll(List.of(options));
    String number = number();
    words.addAll(List.of("--", "/bin/sleep", number));
    return filters(BuiltImages.jbuild(words.toArray(String[]::new)), number);
  }

  private static FilteredCalls of(SeccompPolicy policy) {
    return new FilteredCalls(List.of(Seccomp.program(policy)));
  }

  /** A time to sleep that nobody else sleeps. */
  private static String number() {
    return "9" + ProcessHandle.current().pid() + "." + ++count;
  }

  private static FilteredCalls filters(ProcessBuilder program, String number) throws IOException {
    Process process =
        program
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Optional<ProcessHandle> payload = Optional.empty();
    try {
      while (payload.isEmpty() && process.isAlive()) {
        payload = sleeping(number);
      }
      long pid = payload.orElseThrow(() -> new AssertionError("no payload")).pid();
      return new FilteredCalls(InstalledFilters.of(pid));
    } finally {
      payload.ifPresentOrElse(ProcessHandle::destroyForcibly, process::destroy);
      process.onExit().join();
    }
  }

  private static Optional<ProcessHandle> sleeping(String number) {
    String wanted = "/bin/sleep\0" + number + "\0";
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path commandLine = Path.of("/proc/" + process.pid() + "/cmdline");
      try {
        if (Files.readString(commandLine, StandardCharsets.ISO_8859_1).equals(wanted)) {
          return Optional.of(process);
        }
      } catch (IOException e) {
        // It has just ended, and so was another.
        continue;
      }
    }
    return Optional.empty();
  }

  /** A line for each number whose outcomes differ, or for several in a row. */
  private static String differences(FilteredCalls theirs, FilteredCalls ours) {
    Set<String> lines = new TreeSet<>();
    for (FilteredCalls.Abi abi : FilteredCalls.Abi.values()) {
      int first = 0;
      for (int number = 0; number < NUMBERS; number++) {
        String plain = difference(theirs, ours, abi, number, NO_ARGUMENTS);
        if (!plain.equals(difference(theirs, ours, abi, number + 1, NO_ARGUMENTS))) {
          if (!plain.isEmpty()) {
            lines.add(line(abi, first, number, plain));
          }
          first = number + 1;
        }
        for (Map.Entry<String, long[]> arguments : ARGUMENTS.entrySet()) {
          String special = difference(theirs, ours, abi, number, arguments.getValue());
          if (!special.equals(plain)) {
            lines.add(line(abi, number, number, special + " (" + arguments.getKey() + ")"));
          }
        }
      }
    }
    return String.join("\n", lines);
  }

  private static String line(FilteredCalls.Abi abi, int first, int last, String difference) {
    String numbers = first == last ? "" + first : first + ".." + last;
    return abi.name().toLowerCase(Locale.ROOT) + " " + numbers + " " + difference;
  }

  private static String lines(String... lists) {
    Set<String> lines = new TreeSet<>();
    for (String list : lists) {
      list.lines().filter(line -> !line.startsWith("#")).forEach(lines::add);
    }
    return String.join("\n", lines);
  }

  private static String difference(
      FilteredCalls theirs, FilteredCalls ours, FilteredCalls.Abi abi, int number, long[] args) {
    String one = theirs.outcome(abi, number, args);
    String other = ours.outcome(abi, number, args);
    return one.equals(other) ? "" : one + " " + other;
  }
}
