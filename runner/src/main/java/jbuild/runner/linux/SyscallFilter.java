package jbuild.runner.linux;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * System calls that machines shall have beside the usual ones, and those they shall not have, by
 * name; what is denied stays so.
 *
 * <p>systemd-nspawn compares denied groups as they are written and so ignores most of them; here
 * each is the calls in it.
 *
 * @param unknown words that name no call and no group; they change nothing
 */
public record SyscallFilter(Set<String> allowed, Set<String> denied, Set<String> unknown) {
  public static final SyscallFilter NONE = new SyscallFilter(Set.of(), Set.of(), Set.of());

  public SyscallFilter {
    allowed = sorted(allowed);
    denied = sorted(denied);
    unknown = sorted(unknown);
  }

  /**
   * Reads names of calls and of systemd's groups, with space between them; after a tilde they are
   * denied.
   */
  public static SyscallFilter parse(String words) {
    boolean denies = words.startsWith("~");
    Set<String> calls = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    for (String word : (denies ? words.substring(1) : words).trim().split("\\s+")) {
      if (!word.isEmpty() && !SyscallNames.all().addTo(calls, word)) {
        unknown.add(word);
      }
    }
    return new SyscallFilter(denies ? Set.of() : calls, denies ? calls : Set.of(), unknown);
  }

  /** Both filters in one, as if the option had been given twice. */
  public SyscallFilter and(SyscallFilter other) {
    return new SyscallFilter(
        union(allowed, other.allowed), union(denied, other.denied), union(unknown, other.unknown));
  }

  /** What is left of it for those who may only take away. */
  public SyscallFilter deniedOnly() {
    return new SyscallFilter(Set.of(), denied, unknown);
  }

  /** This filter, if it has no unknown words: one could be a call misspelt. */
  public SyscallFilter requireKnown() {
    if (!unknown.isEmpty()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot filter system calls",
          "nothing is called " + String.join(", ", unknown),
          "write names of system calls, or of groups like @mount, with spaces between them");
    }
    return this;
  }

  boolean isEmpty() {
    return allowed.isEmpty() && denied.isEmpty();
  }

  private static Set<String> sorted(Set<String> words) {
    return words.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(words));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }
}
