package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Signals sent to this process.
 *
 * <p>Java's own way to them is an internal class, which costs a compiler warning and, by
 * reflection, tens of milliseconds. Here a few machine instructions pass the number on to a thread.
 */
public final class Signals {
  public static final int HUP = 1;
  public static final int INT = 2;
  public static final int KILL = 9;
  public static final int TERM = 15;
  public static final int CHLD = 17;
  public static final int CONT = 18;
  public static final int WINCH = 28;

  static final int LAST = 64;
  static final long SIG_SETMASK = 2;
  static final long SET_SIZE = 8;
  static final long ALL = -1;

  private static final byte NO_SIGNAL = 0;
  private static final long SIG_IGN = 1;
  private static final long SA_RESTORER = 0x04000000;
  private static final long SA_ONSTACK = 0x08000000;
  private static final long SA_RESTART = 0x10000000;
  private static final long F_SETFL = 4;

  private static final class Holder {
    static final Signals INSTANCE = new Signals();
  }

  private final Pipe pipe = Pipe.open("signals");
  private final long handler = install(pipe.writing());
  private final Map<Integer, Deque<Runnable>> actions = new HashMap<>();
  private final Map<Integer, long[]> before = new HashMap<>();

  private Signals() {}

  /** An action that waits for a signal, until it is closed. */
  @FunctionalInterface
  public interface Handling extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Runs an action at every such signal, instead of what happened at it before. All actions share
   * one thread. A signal that whoever started us has ignored stays ignored, as for nohup(1).
   */
  public static Handling on(int signal, Runnable action) {
    return Holder.INSTANCE.add(signal, action);
  }

  private synchronized Handling add(int signal, Runnable action) {
    Deque<Runnable> waiting = actions.getOrDefault(signal, new ArrayDeque<>());
    actions.put(signal, waiting);
    if (waiting.isEmpty()) {
      long[] old = new long[4];
      change(signal, null, old);
      if (old[0] == SIG_IGN) {
        return () -> {};
      }
      if (before.isEmpty()) {
        startThread();
      }
      before.put(signal, old);
      long restorer = handler + Architecture.current().signalRestorer();
      change(
          signal, new long[] {handler, SA_RESTORER | SA_ONSTACK | SA_RESTART, restorer, 0}, null);
    }
    waiting.push(action);
    return new Handling() {
      @Override
      public void close() {
        remove(signal, action);
      }
    };
  }

  private synchronized void remove(int signal, Runnable action) {
    Deque<Runnable> waiting = actions.get(signal);
    if (waiting.remove(action) && waiting.isEmpty()) {
      change(signal, before.remove(signal), null);
      if (before.isEmpty()) {
        // A thread that waits in the kernel would delay the exit of Java by 0.3 seconds.
        Contents.write(pipe.writing(), new byte[] {NO_SIGNAL});
      }
    }
  }

  private void startThread() {
    Thread thread =
        new Thread("signals") {
          @Override
          public void run() {
            dispatch();
          }
        };
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized Runnable action(int signal) {
    Deque<Runnable> waiting = actions.get(signal);
    Runnable newest = waiting == null ? null : waiting.peek();
    return newest == null ? () -> {} : newest;
  }

  private void dispatch() {
    byte[] number = new byte[1];
    while (Contents.read(pipe.reading(), number, 1) == 1 && number[0] != NO_SIGNAL) {
      try {
        action(number[0]).run();
      } catch (RuntimeException | Error e) {
        // A failed action must not be the end of the others.
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  private static void change(int signal, long[] action, long[] old) {
    long result = LibC.syscall(Call.RT_SIGACTION.number(), signal, action, old, SET_SIZE);
    Errno.check("rt_sigaction", "handle signal " + signal, result);
  }

  /** The address of code that stays for ever: a handler may run while it is being replaced. */
  private static long install(Fd writing) {
    LibC.syscall(Call.FCNTL.number(), writing.number(), F_SETFL, Descriptors.O_NONBLOCK);
    ByteBuffer code = ByteBuffer.wrap(Architecture.current().signalHandler());
    code.order(ByteOrder.nativeOrder()).putInt(code.capacity() - Integer.BYTES, writing.number());
    return Walker.executable(code.array());
  }
}
