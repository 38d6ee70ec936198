package jbuild.runner.scope;

import static jbuild.runner.scope.LimitProperties.property;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.bus.Bus;
import jbuild.runner.bus.BusFailure;
import jbuild.runner.bus.Message;
import jbuild.runner.bus.Value;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Properties;

/**
 * The scope of one machine, as systemd-nspawn has it: systemd knows it by the machine's name,
 * limits it, and lets the machine manage the groups below; see systemd.scope(5).
 *
 * @param machine its name
 * @param slice where it is
 * @param killSignal what asks the machine to end
 * @param properties of the user's
 * @param devices which it may open when the properties do not say
 */
public record Scope(
    String machine,
    Optional<String> slice,
    OptionalInt killSignal,
    Properties properties,
    DevicePolicy devices) {
  private static final String SYSTEMD = "org.freedesktop.systemd1";
  private static final String PATH = "/org/freedesktop/systemd1";
  private static final String MANAGER = "org.freedesktop.systemd1.Manager";
  private static final String SCOPE = "org.freedesktop.systemd1.Scope";
  private static final String EXISTS = "org.freedesktop.systemd1.UnitExists";
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /** A machine that restarts has just left its scope; systemd needs a moment to see that. */
  private static final long GONE_NANOS = 5_000_000_000L;

  private static final long PAUSE_MILLIS = 10;

  public String name() {
    return UnitName.ofScope(machine);
  }

  /**
   * Makes it around a process.
   *
   * @throws Failure in systemd's own words when it refuses
   */
  public void start(Bus bus, int pid) {
    List<Value> asked = asked(bus, pid);
    bus.listen(SYSTEMD, PATH, MANAGER, "JobRemoved");
    String job = begin(bus, asked);
    Message removed =
        bus.signal(
                signal ->
                    signal.isSignal(MANAGER, "JobRemoved")
                        && signal.body().get(1).asText().equals(job),
                PATIENCE)
            .orElseThrow(() -> failed("systemd does not get to it"));
    String result = removed.body().get(3).asText();
    if (!result.equals("done")) {
      throw failed("systemd says that its start is '" + result + "'");
    }
  }

  /** Whether systemd asks with this for the machine's end. */
  public static boolean isRequestToStop(Message signal) {
    return signal.isSignal(SCOPE, "RequestStop");
  }

  private String begin(Bus bus, List<Value> asked) {
    long deadline = System.nanoTime() + GONE_NANOS;
    while (true) {
      try {
        List<Value> job =
            bus.call(
                SYSTEMD,
                PATH,
                MANAGER,
                "StartTransientUnit",
                Value.text(name()),
                Value.text("fail"),
                Value.array("(sv)", asked),
                Value.array("(sa(sv))", List.of()));
        return job.get(0).asText();
      } catch (BusFailure failure) {
        if (!failure.error().equals(EXISTS) || System.nanoTime() > deadline) {
          throw refused(failure);
        }
        pause();
      }
    }
  }

  /** Names the property that systemd names. */
  private Failure refused(BusFailure failure) {
    for (String assignment : properties.others()) {
      String[] halves = assignment.split("=", 2);
      boolean named = failure.why().contains(halves[0]) || failure.why().endsWith(" " + halves[1]);
      if (named && !halves[1].isEmpty()) {
        return new Failure(
            ExitStatus.FAILED,
            "cannot use --property=" + assignment,
            "systemd says: " + failure.why(),
            "leave it out, or see systemd.resource-control(5)",
            List.of(),
            failure);
      }
    }
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot make " + name(),
        "systemd says: " + failure.why(),
        "'systemctl status " + name() + "' may say more; --keep-unit does without a scope",
        List.of(),
        failure);
  }

  private Failure failed(String why) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot make " + name(),
        why,
        "'journalctl -b -u " + name() + "' may say more");
  }

  private List<Value> asked(Bus bus, int pid) {
    List<Value> asked = new ArrayList<>();
    asked.add(property("PIDs", Value.array("u", List.of(Value.uint32(pid)))));
    asked.add(property("Description", Value.text("Container " + machine)));
    asked.add(property("Delegate", Value.truth(true)));
    asked.add(property("CollectMode", Value.text("inactive-or-failed")));
    asked.add(property("Slice", Value.text(slice.orElse("machine.slice"))));
    if (bus.address().isPresent()) {
      asked.add(property("Controller", Value.text(bus.address().get())));
    }
    if (killSignal.isPresent()) {
      asked.add(property("KillSignal", Value.int32(killSignal.getAsInt())));
      if (bus.address().isPresent()) {
        // We are asked to end it, and pass that on to its first process only.
        asked.add(property("KillMode", Value.text("mixed")));
      }
    }
    asked.addAll(LimitProperties.devices(devices, properties));
    properties.limits().forEach(limit -> asked.add(LimitProperties.of(limit)));
    properties.others().forEach(other -> asked.add(OtherProperty.of(other)));
    return asked;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
