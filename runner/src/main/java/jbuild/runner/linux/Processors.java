package jbuild.runner.linux;

import java.util.BitSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which processors a process may run on; see sched_setaffinity(2). */
public final class Processors {
  private Processors() {}

  /** Fails when this host has none of them. */
  public static void allow(int pid, Set<Integer> processors) {
    BitSet set = new BitSet();
    processors.forEach(set::set);
    long[] words = set.toLongArray();
    NativeMemory memory = new NativeMemory((long) words.length * Long.BYTES);
    long mask = memory.longs(words);
    long size = (long) words.length * Long.BYTES;
    long result = LibC.syscall(Call.SCHED_SETAFFINITY.number(), pid, size, mask);
    String list =
        processors.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    Errno.check("sched_setaffinity", "run on the processors " + list, result);
  }
}
