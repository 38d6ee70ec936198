package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Network namespaces; see network_namespaces(7). Linux keeps one per thread. */
public final class NetworkNamespaces {
  private static final long NS_GET_NSTYPE = 0xb703;
  private static final long NSFS_MAGIC = 0x6e736673;
  private static final int STATFS_SIZE = 256;
  private static final String OWN = "/proc/thread-self/ns/net";

  /** What is done in a namespace, with a result and with the exceptions it throws. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T call() throws E;
  }

  private NetworkNamespaces() {}

  /** The one of this thread. */
  public static Fd current() {
    return Descriptors.onHost(BytePath.of(OWN), Descriptors.O_RDONLY);
  }

  /** The one of a process's first thread. */
  public static Fd of(int process) {
    return Descriptors.onHost(BytePath.of("/proc/" + process + "/ns/net"), Descriptors.O_RDONLY);
  }

  /**
   * The one that a path of the host leads to.
   *
   * @throws Failure when it leads to something else, which is then not even opened
   */
  public static Fd of(String path) {
    try (Fd place = place(path)) {
      if (!isOfNamespaces(place)) {
        throw noNamespace(path, "it is no namespace");
      }
      Fd namespace = Descriptors.reopen(place, Descriptors.O_RDONLY);
      if (Control.quietly(namespace, NS_GET_NSTYPE, 0) != Namespaces.CLONE_NEWNET) {
        namespace.close();
        throw noNamespace(path, "it is a namespace of another kind");
      }
      return namespace;
    }
  }

  private static Fd place(String path) {
    try {
      return Descriptors.onHost(BytePath.of(path));
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
        throw noNamespace(path, "there is no such file");
      }
      throw failure;
    }
  }

  private static boolean isOfNamespaces(Fd place) {
    byte[] struct = new byte[STATFS_SIZE];
    long result = LibC.syscall(Call.FSTATFS.number(), place.number(), struct);
    Errno.check("fstatfs", "look at " + place.name(), result);
    return ByteBuffer.wrap(struct).order(ByteOrder.nativeOrder()).getLong() == NSFS_MAGIC;
  }

  private static Failure noNamespace(String path, String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot join the network namespace " + path,
        why,
        "name one that 'ip netns' has made below /run/netns, or /proc/PID/ns/net");
  }

  /** A new one, with nothing but a loopback link that is down. It lasts while somebody has it. */
  public static Fd create() {
    return onThread(
        () -> {
          long result = LibC.syscall(Call.UNSHARE.number(), Namespaces.CLONE_NEWNET);
          Errno.check("unshare", "make a network namespace", result);
          return current();
        });
  }

  /**
   * Works in a namespace, on a thread of its own, and returns when that is done. Sockets opened
   * there belong to the namespace for good, also those of Java; threads started there too.
   */
  public static <T, E extends Exception> T inside(Fd namespace, Work<T, E> work) throws E {
    return onThread(
        () -> {
          enter(namespace);
          return work.call();
        });
  }

  /** Moves this thread into a namespace for good: it must be one that ends with its work. */
  public static void enter(Fd namespace) {
    long result = LibC.syscall(Call.SETNS.number(), namespace.number(), Namespaces.CLONE_NEWNET);
    Errno.check("setns", "enter " + namespace.name(), result);
  }

  private record Outcome<T>(T value, Throwable thrown) {}

  private static <T, E extends Exception> T onThread(Work<T, E> work) throws E {
    AtomicReference<Outcome<T>> outcome = new AtomicReference<>();
    Thread thread = new Thread(() -> outcome.set(outcomeOf(work)), "network");
    thread.start();
    join(thread);
    Throwable thrown = outcome.get().thrown();
    if (thrown != null) {
      throw NetworkNamespaces.<E>unchecked(thrown);
    }
    return outcome.get().value();
  }

  private static <T, E extends Exception> Outcome<T> outcomeOf(Work<T, E> work) {
    try {
      return new Outcome<>(work.call(), null);
    } catch (Throwable e) { // Whatever it is belongs to the thread that waits.
      return new Outcome<>(null, e);
    }
  }

  /** It can only be what the work declares, or what needs no declaration. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> E unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (E) thrown;
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        thread.interrupt();
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
