package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the first process of a machine does between its birth and its payload.
 *
 * <p>The process is a child that shares this Java's memory and cannot run Java. So its work is
 * prepared here as system calls, in the order in which these methods are called.
 */
public final class InnerProgram {
  private static final int MOST_CALLS = 512;
  private static final long MEMORY = 512 * 1024;
  private static final long O_NOCTTY_RDWR = Descriptors.O_RDWR | Descriptors.O_NOCTTY;
  private static final long PR_SET_PDEATHSIG = 1;
  private static final long KEYCTL_JOIN_SESSION_KEYRING = 1;
  private static final long CLOSE_RANGE_CLOEXEC = 4;
  private static final long F_DUPFD = 0;
  private static final int FIRST_PASSED = 3;
  private static final long EXIT_STATUS = 127;

  private final NativeMemory ownMemory = new NativeMemory(MEMORY);
  private final CallTable own = new CallTable(ownMemory, MOST_CALLS);
  private NativeMemory memory = ownMemory;
  private CallTable table = own;
  private Optional<Departure> departure = Optional.empty();
  private Optional<Fd> birthplace = Optional.empty();

  /** The part after Java, and the calls that still have to be told how to get there. */
  private record Departure(Stub stub, CallTable.Entry execution, CallTable.Entry program) {}

  /** The part of the program that a child of Java's does. */
  CallTable table() {
    return own;
  }

  /** The part that is being written. */
  CallTable current() {
    return table;
  }

  /** Of that part. */
  NativeMemory memory() {
    return memory;
  }

  /** Ends this process when the thread that made it ends; a change of credentials undoes that. */
  public void dieWithSupervisor() {
    table.add("be killed with jbuild", Call.PRCTL, PR_SET_PDEATHSIG, Signals.KILL);
  }

  /** Makes the group that of this process. */
  public void enter(CgroupEntrance entrance) {
    birthplace = entrance.birthplace();
    long itself = memory.text("0");
    for (Fd file : entrance.threads()) {
      table.exactly(1, "write to " + file.name(), Call.WRITE, file.number(), itself, 1);
    }
  }

  /** The control group that the process is to be made in, when not in that of its parent. */
  Optional<Fd> birthplace() {
    return birthplace;
  }

  /** Keeps from the pipe only what this process needs: else it would never see the end. */
  public void onlyRead(Pipe permission) {
    table.add("close a pipe", Call.CLOSE, permission.writing().number());
  }

  /** Writes one byte, which the supervisor waits for. */
  public void report(Pipe progress) {
    long buffer = memory.bytes(new byte[] {1});
    table.exactly(1, "report to jbuild", Call.WRITE, progress.writing().number(), buffer, 1);
  }

  /** Waits for one byte, and ends when the supervisor is gone instead. */
  public void await(Pipe permission) {
    long buffer = memory.reserve(1);
    table.exactly(
        1, "wait for jbuild, which has ended", Call.READ, permission.reading().number(), buffer, 1);
  }

  /** Makes the group that this process is in the root of what the machine sees. */
  public void hideCgroups() {
    table.add("make a cgroup namespace", Call.UNSHARE, Namespaces.CLONE_NEWCGROUP);
  }

  /** Mounts a new file system; the target is inside the machine, where no link leads out. */
  public void mount(String type, String target, Set<MountFlag> flags, String options) {
    mount(type, type, target, flags, options);
  }

  /** The same where nothing depends on it. */
  public void mountIfPossible(String type, String target, Set<MountFlag> flags) {
    long name = memory.text(type);
    table.attempt(
        "mount " + type + " on " + target,
        Call.MOUNT,
        name,
        memory.text(target),
        name,
        MountFlag.forMount(flags),
        0);
  }

  /** The same with another source, which has no use but to be shown. */
  public void mount(
      String source, String type, String target, Set<MountFlag> flags, String options) {
    table.add(
        "mount " + type + " on " + target,
        Call.MOUNT,
        memory.text(source),
        memory.text(target),
        memory.text(type),
        MountFlag.forMount(flags),
        memory.text(options));
  }

  /** Shows a path of the machine at another one too, with what is mounted below it. */
  public void bind(String source, String target, Set<MountFlag> flags) {
    table.add(
        "bind " + source + " on " + target,
        Call.MOUNT,
        memory.text(source),
        memory.text(target),
        0,
        Mounts.MS_BIND | Mounts.MS_REC,
        0);
    restrict(target, flags);
  }

  /**
   * Shows what is mounted at a path of the machine at another one too. The target may be in /proc:
   * links there that lead to other processes' files are refused.
   */
  public void show(String mount, String target) {
    String purpose = "mount on " + target;
    long flags = Mounts.OPEN_TREE_CLONE | Mounts.AT_RECURSIVE | Descriptors.O_CLOEXEC;
    long empty = memory.text("");
    CallTable.Entry tree =
        table.add(purpose, Call.OPEN_TREE, Descriptors.AT_FDCWD, memory.text(mount), flags);
    CallTable.Entry place = table.add(purpose, Call.OPENAT2, withoutMagicLinks(target, 0));
    CallTable.Entry move =
        table.add(purpose, Call.MOVE_MOUNT, 0, empty, 0, empty, Mounts.BOTH_EMPTY);
    tree.resultTo(move, 0);
    place.resultTo(move, 2);
  }

  /** Changes what the mount at the target forbids. */
  public void restrict(String target, Set<MountFlag> flags) {
    table.add(
        "restrict " + target,
        Call.MOUNT,
        0,
        memory.text(target),
        0,
        Mounts.MS_BIND | Mounts.MS_REMOUNT | MountFlag.forMount(flags),
        0);
  }

  /** Changes what the file system at the target forbids wherever it is mounted. */
  public void restrictAll(String target, Set<MountFlag> flags) {
    long bits = Mounts.MS_REMOUNT | MountFlag.forMount(flags);
    table.add("restrict " + target, Call.MOUNT, 0, memory.text(target), 0, bits, 0);
  }

  /** Lets mounts of the machine show up in namespaces that the machine makes. */
  public void shareMounts() {
    table.add(
        "share the mounts",
        Call.MOUNT,
        0,
        memory.text("/"),
        0,
        Mounts.MS_REC | Mounts.MS_SHARED,
        0);
  }

  public void makeDirectory(String path, int mode) {
    table.add("make " + path, Call.MKDIRAT, Descriptors.AT_FDCWD, memory.text(path), mode);
  }

  public void unmount(String path) {
    table.add("unmount " + path, Call.UMOUNT2, memory.text(path), Mounts.MNT_DETACH);
  }

  public void removeDirectory(String path) {
    table.add(
        "remove " + path,
        Call.UNLINKAT,
        Descriptors.AT_FDCWD,
        memory.text(path),
        Descriptors.AT_REMOVEDIR);
  }

  public void link(String path, String target) {
    table.add(
        "link " + path,
        Call.SYMLINKAT,
        memory.text(target),
        Descriptors.AT_FDCWD,
        memory.text(path));
  }

  /** Brings up the loopback device of a new network namespace. */
  public void raiseLoopback() {
    // struct ifreq: the name in 16 bytes, then the flags IFF_UP | IFF_RUNNING.
    byte[] request = new byte[40];
    request[0] = 'l';
    request[1] = 'o';
    request[16] = 0x41;
    CallTable.Entry socket = table.add("open a socket", Call.SOCKET, 2, 2, 0);
    CallTable.Entry raise =
        table.add("raise the loopback device", Call.IOCTL, 0, 0x8914, memory.bytes(request));
    socket.resultTo(raise, 0);
  }

  public void hostname(String name) {
    long address = memory.text(name);
    table.add("set the host name " + name, Call.SETHOSTNAME, address, name.length());
  }

  /** What NIS calls the host's domain; see getdomainname(2). */
  public void domainName(String name) {
    long address = memory.text(name);
    table.add("set the domain name " + name, Call.SETDOMAINNAME, address, name.length());
  }

  /** Makes this process the leader of a session of its own, without a terminal. */
  public void startSession() {
    table.add("start a session", Call.SETSID);
    table.attempt("join a session keyring", Call.KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, 0);
  }

  /** Makes the terminal that of the session, and standard input, output and error. */
  public void openTerminal(String path) {
    CallTable.Entry open =
        table.add(
            "open " + path, Call.OPENAT, Descriptors.AT_FDCWD, memory.text(path), O_NOCTTY_RDWR);
    CallTable.Entry copy = table.add("use the terminal", Call.FCNTL, 0, F_DUPFD, FIRST_PASSED);
    CallTable.Entry first = table.add("use the terminal", Call.DUP3, 0, 0, 0);
    open.resultTo(copy, 0);
    copy.resultTo(first, 0);
    table.add("use the terminal", Call.DUP3, 0, 1, 0);
    table.add("use the terminal", Call.DUP3, 0, 2, 0);
    table.add("control the terminal", Call.IOCTL, 0, Terminals.TIOCSCTTY, 1);
  }

  /** Makes these descriptors standard input, output and error. */
  public void useDescriptors(List<Fd> standard) {
    List<CallTable.Entry> copies = new ArrayList<>();
    for (Fd fd : standard) {
      copies.add(copy(fd.name(), fd.number(), FIRST_PASSED));
    }
    for (int i = 0; i < standard.size(); i++) {
      place(standard.get(i).name(), copies.get(i), i);
    }
  }

  /** Out of the way first: one descriptor may be where another one belongs. */
  private CallTable.Entry copy(String name, long number, long lowest) {
    return table.add("use " + name, Call.FCNTL, number, F_DUPFD, lowest);
  }

  private void place(String name, CallTable.Entry copy, long number) {
    copy.resultTo(table.add("use " + name, Call.DUP3, 0, number, 0), 0);
  }

  public void umask(int mask) {
    table.add("set the umask", Call.UMASK, mask);
  }

  /**
   * Changes the working directory. Until the payload runs, descriptors of the host are open, and
   * links in /proc lead to them: a path that goes over such a link is refused.
   */
  public void changeDirectory(String path) {
    String purpose = "change to " + path;
    CallTable.Entry open =
        table.add(purpose, Call.OPENAT2, withoutMagicLinks(path, Descriptors.O_DIRECTORY));
    CallTable.Entry change = table.add(purpose, Call.FCHDIR, 0);
    open.resultTo(change, 0);
  }

  private long[] withoutMagicLinks(String path, long flags) {
    long how =
        memory.longs(
            Descriptors.O_PATH | Descriptors.O_CLOEXEC | flags,
            0,
            Descriptors.RESOLVE_NO_MAGICLINKS);
    return new long[] {Descriptors.AT_FDCWD, memory.text(path), how, 3L * Long.BYTES};
  }

  /** Becomes root of the machine's users, also where it was nobody before. */
  public void becomeRoot() {
    table.add("leave all groups", Call.SETGROUPS, 0, 0);
    table.add("become root's group", Call.SETRESGID, 0, 0, 0);
    table.add("become root", Call.SETRESUID, 0, 0, 0);
  }

  /**
   * Leaves Java's memory, program, signal handlers and descriptors for good, but not standard
   * input, output and error, nor what is passed, which is 3 and upwards from now on.
   *
   * <p>What follows is done by a {@link Stub}, as root with all capabilities that may be had.
   */
  public void leaveJava(List<Fd> passed) {
    long reports = (long) FIRST_PASSED + passed.size();
    List<CallTable.Entry> copies = new ArrayList<>();
    for (Fd fd : passed) {
      copies.add(copy(fd.name(), fd.number(), reports + 1));
    }
    CallTable.Entry execution = copy("a pipe", 0, reports + 1);
    CallTable.Entry program = copy("a program of jbuild", 0, reports + 1);
    for (int i = 0; i < passed.size(); i++) {
      place(passed.get(i).name(), copies.get(i), (long) FIRST_PASSED + i);
    }
    place("a pipe", execution, reports);
    table.add(
        "close descriptors", Call.CLOSE_RANGE, reports + 1, Descriptors.LAST, CLOSE_RANGE_CLOEXEC);
    // Ignored ones would stay so in the payload.
    long standard = memory.reserve(32);
    for (long signal = 1; signal <= Signals.LAST; signal++) {
      table.attempt("reset a signal", Call.RT_SIGACTION, signal, standard, 0, Signals.SET_SIZE);
    }
    long argv = memory.texts(List.of(Stub.NAME));
    long none = memory.texts(List.of());
    CallTable.Entry execute =
        table.add(
            "execute a program of jbuild",
            Call.EXECVEAT,
            0,
            memory.text(""),
            argv,
            none,
            Descriptors.AT_EMPTY_PATH);
    program.resultTo(execute, 0);
    table.recoverWith(table.add("end", Call.EXIT, EXIT_STATUS));

    Stub stub = new Stub(Architecture.current(), (int) reports);
    departure = Optional.of(new Departure(stub, execution, program));
    memory = stub.memory();
    table = stub.table();
  }

  /**
   * Looks whether the program is there. A path over a link like /proc/self/exe is refused: it would
   * lead to a program of the host. To be called before the filter, which may not know the call.
   *
   * @param name as whoever asked for it knows it
   */
  public void find(String path, String name) {
    table.add("execute " + name, Call.OPENAT2, withoutMagicLinks(path, 0));
  }

  /** Becomes the program. */
  public void execute(String path, List<String> argv, Map<String, String> environment) {
    stub().execute(path, argv, environment);
  }

  /**
   * Stays the first process and reaps; the program is its child, in a session of its own, and ends
   * the machine with its end.
   */
  public void executeUnderStub(String path, List<String> argv, Map<String, String> environment) {
    stub().executeAsSecond(path, argv, environment);
  }

  private Stub stub() {
    return departed().stub();
  }

  private Departure departed() {
    return departure.orElseThrow();
  }

  /** What this process becomes when it leaves Java. */
  Fd image() {
    return TemporaryFile.program(stub().image());
  }

  /** Says what to become, and where to report; that it is closed says that the payload runs. */
  void become(Fd image, Fd execution) {
    departed().program().set(0, image.number());
    departed().execution().set(0, execution.number());
  }

  /** What went wrong, when the child has ended before its payload began. */
  Optional<SyscallFailure> failure(byte[] report) {
    Optional<SyscallFailure> early = own.failure();
    return early.isPresent() ? early : stub().failure(report);
  }
}
