package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Notices;
import jbuild.runner.image.copy.Snapshots;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.Cgroups;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.network.MachineNetwork;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Properties;
import jbuild.runner.resources.ResourceControl;
import jbuild.runner.scope.ServiceManager;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.MachineSettings;

/** Starts machines. */
public final class Launcher {
  private final RuntimeDirectory runtime;

  public Launcher(RuntimeDirectory runtime) {
    this.runtime = runtime;
  }

  /** Removes what machines left behind whose supervisors are dead. */
  public void collect() {
    RequiredPrivilege.check("cannot clean up");
    runtime.collect();
  }

  /**
   * Makes the machine's image from the template, unless it is there already; whether it was made.
   */
  boolean copyTemplate(MachineSettings settings, Path template, Runnable checkpoint) {
    Path image = settings.source().path();
    RequiredPrivilege.check("cannot copy " + template + " to " + image);
    runtime.collect();
    try (RuntimeDirectory.Claim claim = runtime.claim(settings.name())) {
      return Snapshots.fromTemplate(
          template,
          image,
          aside -> {
            RequiredSystem.checkTemplate(settings, aside.source(), System.getenv());
            claim.record(aside);
          },
          checkpoint);
    }
  }

  /** What the machine is to run in, when its image is not to be changed. */
  EphemeralCopy copyOf(MachineSettings settings, Runnable checkpoint) {
    return EphemeralCopy.of(settings, runtime, checkpoint);
  }

  /**
   * Returns when the payload runs. The machine dies with this process, whatever happens.
   *
   * @throws jbuild.runner.Failure when it cannot be started; nothing is left behind then
   */
  public Machine start(MachineSettings settings, Stdio stdio) {
    return start(settings, stdio, Notices.NONE);
  }

  /** The same; what is missing in the machine, although it starts, is told. */
  public Machine start(MachineSettings settings, Stdio stdio, Notices notices) {
    RequiredPrivilege.check("cannot start the machine " + settings.name());
    SelinuxLabels.check(settings, Path.of("/sys/fs/selinux"));
    Rights.check(settings);
    runtime.collect();
    Leftovers leftovers = Leftovers.removedAtExit(settings.name());
    try {
      Machine machine = start(settings, stdio, notices, leftovers);
      leftovers.are(machine);
      return machine;
    } catch (RuntimeException | Error e) {
      leftovers.close();
      throw e;
    }
  }

  private static DevicePolicy devices(MachineSettings settings) {
    DevicePolicy devices = settings.resources().devices();
    for (CustomMount mount : settings.files().mounts()) {
      if (mount instanceof CustomMount.Bind bind
          && bind.origin() instanceof CustomMount.Origin.Host host) {
        devices = devices.allowingBound(host.path(), bind.readOnly());
      }
    }
    return devices;
  }

  /** A scope where systemd makes such, and a group of our own elsewhere. */
  private static Quarters quarters(
      MachineSettings settings,
      RuntimeDirectory.Claim claim,
      List<CgroupHierarchy> cgroups,
      Notices notices) {
    DevicePolicy devices = devices(settings);
    Properties properties = settings.resources().properties();
    if (!settings.integration().keepUnit() && ServiceManager.runsHost()) {
      ResourceControl ofDevices = new ResourceControl(cgroups, properties.ofDevices(), devices);
      Optional<Quarters> scope = MachineScope.of(settings, devices, ofDevices, claim, notices);
      if (scope.isPresent()) {
        return scope.get();
      }
    }
    ResourceControl control = new ResourceControl(cgroups, properties, devices);
    ControlGroup planned = control.planned("jbuild-" + claim.name());
    claim.record(planned);
    return Quarters.own(control.make(planned, notices));
  }

  private Machine start(
      MachineSettings settings, Stdio stdio, Notices notices, Leftovers leftovers) {
    Allotment allotment = allot(settings, notices);
    try {
      Birth birth = new Birth(this, settings, stdio, notices, allotment, leftovers);
      Thread thread = new Thread(birth, "machine " + settings.name());
      thread.setDaemon(true);
      thread.start();
      return Waiting.join(birth.machine());
    } catch (RuntimeException | Error e) {
      allotment.close();
      throw e;
    }
  }

  private Allotment allot(MachineSettings settings, Notices notices) {
    RuntimeDirectory.Claim claim = runtime.claim(settings.name());
    try {
      HostNetwork host = new HostNetwork(runtime, claim, notices);
      return allot(
          settings,
          claim,
          MachineNetwork.prepare(settings.network(), settings.name(), host),
          notices);
    } catch (RuntimeException | Error e) {
      claim.close();
      throw e;
    }
  }

  private static Allotment allot(
      MachineSettings settings,
      RuntimeDirectory.Claim claim,
      MachineNetwork network,
      Notices notices) {
    try {
      List<CgroupHierarchy> cgroups = Cgroups.ofHost();
      return new Allotment(claim, cgroups, quarters(settings, claim, cgroups, notices), network);
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }
}
