package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of system calls in native memory, for the {@link Walker}.
 *
 * <p>Each call is recorded with what it is for, so that a failure inside a child that cannot run
 * Java can still be told in words. The layout is described in the walker's assembly source.
 */
final class CallTable {
  private static final int ENTRY = 80;
  private static final int HEADER = 32;
  private static final int FAILED_AT = 16;
  private static final int ERROR_AT = 24;
  private static final int FLAGS_AT = 56;
  private static final int EXPECTED_AT = 64;
  private static final int STORE_AT = 72;
  static final long MAY_FAIL = 1;
  private static final long EXACT = 2;
  private static final long CLONE = 4;
  static final long END = 8;

  private final NativeMemory memory;
  private final Architecture architecture;
  private final long header;
  private final long entries;
  private final int capacity;
  private final List<String> purposes = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();

  CallTable(NativeMemory memory, int capacity) {
    this(memory, capacity, Architecture.current());
  }

  CallTable(NativeMemory memory, int capacity, Architecture architecture) {
    this.memory = memory;
    this.architecture = architecture;
    this.capacity = capacity;
    header = memory.reserve(HEADER);
    // One more: what is zeroed after the last entry must not be walked.
    entries = memory.reserve((long) (capacity + 1) * ENTRY);
    memory.write(header, entries);
    memory.write(entries + FLAGS_AT, END);
  }

  long address() {
    return header;
  }

  NativeMemory memory() {
    return memory;
  }

  /** A call that must succeed; what follows a failure is the recovery, or the end. */
  Entry add(String purpose, Call call, long... arguments) {
    return append(purpose, call, 0, arguments);
  }

  /** A call whose failure does not matter. */
  Entry attempt(String purpose, Call call, long... arguments) {
    return append(purpose, call, MAY_FAIL, arguments);
  }

  /** A call that must return this value, for example a read that must not meet the end. */
  Entry exactly(long expected, String purpose, Call call, long... arguments) {
    Entry entry = append(purpose, call, EXACT, arguments);
    memory.write(entry.at + EXPECTED_AT, expected);
    return entry;
  }

  /** A clone: the child goes on with its own table. */
  Entry clone(String purpose, Call call, CallTable child, long... arguments) {
    Entry entry = append(purpose, call, CLONE, arguments);
    memory.write(entry.at + EXPECTED_AT, child.header);
    return entry;
  }

  /** The table ends here; what follows is done after a failure only. */
  void stop() {
    append("stop", Call.EXIT, END);
  }

  /** After a failure the table goes on with this entry. */
  void recoverWith(Entry entry) {
    memory.write(header + Long.BYTES, entry.at);
  }

  /** What failed, if anything did. To be read when the walk is over. */
  Optional<SyscallFailure> failure() {
    long failed = memory.read(failureAddress());
    return failed == 0
        ? Optional.empty()
        : Optional.of(failure(failed, (int) memory.read(header + ERROR_AT)));
  }

  /** Where the walker notes what failed: the address of an entry, then the error number. */
  long failureAddress() {
    return header + FAILED_AT;
  }

  /** Whether this is the address of an entry of this table. */
  boolean contains(long address) {
    return address >= entries && address < entries + (long) purposes.size() * ENTRY;
  }

  /** In words, what the walker has noted. */
  SyscallFailure failure(long failed, int errno) {
    int index = (int) ((failed - entries) / ENTRY);
    String call = calls.get(index).lowerCase();
    return new SyscallFailure(call, "cannot " + purposes.get(index), errno);
  }

  private Entry append(String purpose, Call call, long flags, long... arguments) {
    if (purposes.size() == capacity) {
      throw new IllegalStateException("more than " + capacity + " calls");
    }
    Entry entry = new Entry(entries + (long) purposes.size() * ENTRY);
    purposes.add(purpose);
    calls.add(call);
    memory.write(entry.at, call.number(architecture));
    for (int i = 0; i < arguments.length; i++) {
      memory.write(entry.argument(i), arguments[i]);
    }
    memory.write(entry.at + FLAGS_AT, flags);
    memory.write(entry.at + ENTRY + FLAGS_AT, END);
    return entry;
  }

  /** One call of the table. */
  final class Entry {
    private final long at;

    private Entry(long at) {
      this.at = at;
    }

    /** The result of this call becomes an argument (counted from 0) of another one. */
    Entry resultTo(Entry other, int argument) {
      memory.write(at + STORE_AT, other.argument(argument));
      return this;
    }

    /** The result of this call is kept, and can be read when the walk is over. */
    Result kept() {
      long cell = memory.reserve(Long.BYTES);
      memory.write(at + STORE_AT, cell);
      return new Result(memory, cell);
    }

    /** Sets an argument (counted from 0) that was not known before. */
    void set(int argument, long value) {
      memory.write(argument(argument), value);
    }

    /** The address of an argument. */
    long argument(int number) {
      return at + (1L + number) * Long.BYTES;
    }
  }

  /** What a call returned. */
  record Result(NativeMemory memory, long cell) {
    /** To be read when the walk is over. */
    long value() {
      return memory.read(cell);
    }
  }
}
