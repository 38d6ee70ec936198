package jbuild.runner.machine;

import java.util.List;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.Cgroups;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.settings.MachineSettings;

/** Starts machines. */
public final class Launcher {
  private final RuntimeDirectory runtime;

  public Launcher(RuntimeDirectory runtime) {
    this.runtime = runtime;
  }

  /**
   * Returns when the payload runs. The machine dies with this process, whatever happens.
   *
   * @throws jbuild.runner.Failure when it cannot be started; nothing is left behind then
   */
  public Machine start(MachineSettings settings, Stdio stdio) {
    RequiredPrivilege.check("cannot start the machine " + settings.name());
    runtime.collect();
    Leftovers leftovers = Leftovers.removedAtExit(settings.name());
    try {
      Machine machine = start(settings, stdio, leftovers);
      leftovers.are(machine);
      return machine;
    } catch (RuntimeException | Error e) {
      leftovers.close();
      throw e;
    }
  }

  private Machine start(MachineSettings settings, Stdio stdio, Leftovers leftovers) {
    RuntimeDirectory.Claim claim = runtime.claim(settings.name());
    try {
      List<CgroupHierarchy> cgroups = Cgroups.ofHost();
      ControlGroup group = ControlGroup.planned(cgroups, "jbuild-" + claim.name());
      claim.record(group);
      group.make();
      NameService names = new NameService(this, settings);
      Birth birth = new Birth(settings, stdio, claim, cgroups, group, leftovers, names);
      Thread thread = new Thread(birth, "machine " + settings.name());
      thread.setDaemon(true);
      thread.start();
      return Waiting.join(birth.machine());
    } catch (RuntimeException | Error e) {
      claim.close();
      throw e;
    }
  }
}
