package jbuild.runner.machine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.bus.Bus;
import jbuild.runner.bus.BusFailure;
import jbuild.runner.linux.CgroupEntrance;
import jbuild.runner.linux.Cgroups;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.ResourceControl;
import jbuild.runner.scope.Scope;
import jbuild.runner.settings.MachineSettings;

/**
 * A scope of the host's systemd, which sees to the limits and to the end of it.
 *
 * <p>We are not in it: we stay in the unit that we were started in.
 */
final class MachineScope implements Quarters {
  private static final Duration LONGER_THAN_MACHINES_RUN = Duration.ofDays(10_000);

  private final Scope scope;
  private final Bus bus;
  private final ResourceControl control;
  private final RuntimeDirectory.Claim claim;
  private final Notices notices;

  private MachineScope(
      Scope scope,
      Bus bus,
      ResourceControl control,
      RuntimeDirectory.Claim claim,
      Notices notices) {
    this.scope = scope;
    this.bus = bus;
    this.control = control;
    this.claim = claim;
    this.notices = notices;
  }

  /**
   * Not made before there is a process for it.
   *
   * @param devices which the machine may open when its properties do not say
   * @param control of devices alone
   * @return empty when systemd does not answer
   */
  static Optional<Quarters> of(
      MachineSettings settings,
      DevicePolicy devices,
      ResourceControl control,
      RuntimeDirectory.Claim claim,
      Notices notices) {
    Scope scope =
        new Scope(
            settings.name().value(),
            settings.resources().slice(),
            Foreground.request(settings),
            settings.resources().properties(),
            devices);
    try {
      Bus bus = Bus.ofServiceManager();
      return Optional.of(new MachineScope(scope, bus, control, claim, notices));
    } catch (BusFailure failure) {
      notices.warn("the machine gets no scope of systemd: " + failure.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public CgroupEntrance entrance() {
    return CgroupEntrance.NONE;
  }

  @Override
  public ControlGroup admit(int pid, CgroupEntrance entered) {
    scope.start(bus, pid);
    ControlGroup group = ControlGroup.around(Cgroups.of(pid), scope.name());
    if (group.directories().isEmpty()) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot find the control group of " + scope.name(),
          "process " + pid + " is in none of that name",
          "--keep-unit does without a scope");
    }
    // The outer one is systemd's: it would miss the end of a scope whose group is gone.
    claim.record(group.inner());
    control.adopt(group, pid, notices);
    return group;
  }

  @Override
  public void open(Machine machine) {
    Thread thread = new Thread(() -> serve(machine), "scope of the machine");
    thread.setDaemon(true);
    thread.start();
  }

  /** systemctl(1) stops a scope so, and so does systemd when the host is shut down. */
  private void serve(Machine machine) {
    OptionalInt request = scope.killSignal();
    try {
      while (bus.signal(Scope::isRequestToStop, LONGER_THAN_MACHINES_RUN).isPresent()) {
        if (request.isPresent()) {
          machine.signal(request.getAsInt());
        } else {
          machine.kill();
        }
      }
    } catch (BusFailure e) {
      // The bus has ended before us: then systemd itself kills what is in the scope.
      return;
    }
  }

  @Override
  public void close() {
    bus.close();
  }
}
