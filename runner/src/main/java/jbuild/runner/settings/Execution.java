package jbuild.runner.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.linux.ResourceLimit;

/**
 * How a payload runs.
 *
 * @param environment on top of what every machine gets, and stronger
 * @param workingDirectory what suits the payload when empty
 * @param user a name or number that the machine's own user database knows; root when empty
 * @param killSignal what asks the payload to end; when empty, what suits it
 * @param notifyReady whether the machine counts as ready only when its init says so
 * @param suppressSync whether writing files through to the disk does nothing
 * @param personality the architecture that uname(2) tells
 * @param limits other than those of every machine
 * @param oomScoreAdjust -1000 to 1000; the higher, the sooner it is killed when memory is short
 * @param cpus the processors that it may run on; all when empty
 */
public record Execution(
    Map<String, String> environment,
    Optional<String> workingDirectory,
    Optional<String> user,
    OptionalInt killSignal,
    boolean notifyReady,
    boolean suppressSync,
    Optional<Personality> personality,
    List<ResourceLimit> limits,
    OptionalInt oomScoreAdjust,
    Set<Integer> cpus) {
  public static final Execution STANDARD =
      new Execution(
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          false,
          false,
          Optional.empty(),
          List.of(),
          OptionalInt.empty(),
          Set.of());

  /** What uname(2) calls the machine's processor. */
  public enum Personality {
    NATIVE,
    /** The 32-bit architecture that a 64-bit one can execute. */
    COMPATIBLE
  }

  public Execution {
    // In the order given, because payloads see it.
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    limits = List.copyOf(limits);
    cpus = Collections.unmodifiableSet(new TreeSet<>(cpus));
    if (!workingDirectory.orElse("/").startsWith("/")) {
      throw new IllegalArgumentException("not absolute: " + workingDirectory.get());
    }
    if (oomScoreAdjust.isPresent() && Math.abs(oomScoreAdjust.getAsInt()) > 1000) {
      throw new IllegalArgumentException("no adjustment: " + oomScoreAdjust.getAsInt());
    }
  }

  public Execution withEnvironment(Map<String, String> other) {
    return new Execution(
        other,
        workingDirectory,
        user,
        killSignal,
        notifyReady,
        suppressSync,
        personality,
        limits,
        oomScoreAdjust,
        cpus);
  }

  /** The same, in another directory. */
  public Execution in(String directory) {
    return new Execution(
        environment,
        Optional.of(directory),
        user,
        killSignal,
        notifyReady,
        suppressSync,
        personality,
        limits,
        oomScoreAdjust,
        cpus);
  }

  /** The same, with writing through to the disk suppressed. */
  public Execution withoutSync() {
    return new Execution(
        environment,
        workingDirectory,
        user,
        killSignal,
        notifyReady,
        true,
        personality,
        limits,
        oomScoreAdjust,
        cpus);
  }
}
