package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program of ours that a process is between Java and its payload: a table of calls, and the
 * code that walks it.
 *
 * <p>Until execve is over, links in /proc lead from a process to the program that it was and to its
 * descriptors, and the names of interpreters are looked up by it. Here all of them lead to nothing
 * of the host.
 */
final class Stub {
  /** What the process is called, as that of systemd-nspawn. */
  static final String NAME = "(sd-stubinit)";

  private static final int MOST_CALLS = 256;
  private static final int CALLS_OF_SECOND = 8;
  private static final long EXIT_STATUS = 127;
  static final int RECORD = 2 * Long.BYTES;
  private static final long F_SETFD = 2;
  private static final long FD_CLOEXEC = 1;
  private static final long PR_SET_NAME = 15;
  private static final long SIGUSR1 = 10;

  private final NativeMemory memory = NativeMemory.image(ElfImage.DATA);
  private final Architecture architecture;
  private final int reports;
  private final long processAt;
  private final List<CallTable> tables = new ArrayList<>();
  private final CallTable table;

  /** Reports its failures to a descriptor that it inherits. */
  Stub(Architecture architecture, int reports) {
    this.architecture = architecture;
    this.reports = reports;
    // Its place, and that of the table, are known to the machine code.
    processAt = memory.reserve(Long.BYTES);
    table = table(MOST_CALLS);
    table.add("keep a pipe from the payload", Call.FCNTL, reports, F_SETFD, FD_CLOEXEC);
  }

  private CallTable table(int calls) {
    CallTable made = new CallTable(memory, calls, architecture);
    tables.add(made);
    return made;
  }

  NativeMemory memory() {
    return memory;
  }

  CallTable table() {
    return table;
  }

  /** Becomes the program. */
  void execute(String path, List<String> argv, Map<String, String> environment) {
    execute(table, path, argv, environment);
  }

  /**
   * Makes a process that becomes the program, in a session of its own, and remains as the first
   * process: it reaps, ends with that process, and ends it when it is told to shut down.
   */
  void executeAsSecond(String path, List<String> argv, Map<String, String> environment) {
    CallTable second = table(CALLS_OF_SECOND);
    long goOn = memory.longs(1L << SIGUSR1 - 1);
    second.exactly(
        SIGUSR1, "wait for the stub", Call.RT_SIGTIMEDWAIT, goOn, 0, 0, Signals.SET_SIZE);
    second.add("start a session", Call.SETSID);
    second.attempt("control the terminal", Call.IOCTL, 0, Terminals.TIOCSCTTY, 0);
    execute(second, path, argv, environment);

    long all = memory.longs(Signals.ALL);
    table.add("block signals", Call.RT_SIGPROCMASK, Signals.SIG_SETMASK, all, 0, Signals.SET_SIZE);
    table.attempt("take a name", Call.PRCTL, PR_SET_NAME, memory.text(NAME));
    table.attempt("leave the terminal", Call.IOCTL, 0, Terminals.TIOCNOTTY);
    CallTable.Entry make =
        table.clone("make the payload's process", Call.CLONE, second, Signals.CHLD, 0, 0);
    table.add("close descriptors", Call.CLOSE_RANGE, 0, Descriptors.LAST, 0);
    CallTable.Entry release = table.add("let the payload start", Call.KILL, 0, SIGUSR1);
    make.resultTo(release, 0);
    memory.write(processAt, release.argument(0));
    table.stop();
    reportFailure(table);
  }

  private void execute(
      CallTable walked, String path, List<String> argv, Map<String, String> environment) {
    List<String> variables = new ArrayList<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      variables.add(variable.getKey() + "=" + variable.getValue());
    }
    long none = memory.reserve(Signals.SET_SIZE);
    walked.add(
        "unblock signals", Call.RT_SIGPROCMASK, Signals.SIG_SETMASK, none, 0, Signals.SET_SIZE);
    walked.add(
        "execute " + path,
        Call.EXECVE,
        memory.text(path),
        memory.texts(argv),
        memory.texts(variables));
    reportFailure(walked);
  }

  private void reportFailure(CallTable walked) {
    walked.recoverWith(
        walked.attempt("report", Call.WRITE, reports, walked.failureAddress(), RECORD));
    walked.add("end", Call.EXIT, EXIT_STATUS);
  }

  /** The program, as a file. */
  byte[] image() {
    byte[] code = architecture.stub();
    byte[] walker = architecture.walker();
    byte[] both = new byte[code.length + walker.length];
    System.arraycopy(code, 0, both, 0, code.length);
    System.arraycopy(walker, 0, both, code.length, walker.length);
    return ElfImage.of(architecture, both, memory.content());
  }

  /** What the report says, if there was one. */
  Optional<SyscallFailure> failure(byte[] report) {
    if (report.length < RECORD) {
      return Optional.empty();
    }
    ByteBuffer record = ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN);
    long failed = record.getLong();
    long errno = record.getLong();
    for (CallTable walked : tables) {
      if (walked.contains(failed)) {
        return Optional.of(walked.failure(failed, (int) errno));
      }
    }
    return Optional.empty();
  }
}
