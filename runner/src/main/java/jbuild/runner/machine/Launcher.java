package jbuild.runner.machine;

import java.util.List;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.Cgroups;
import jbuild.runner.linux.ControlGroup;

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
    runtime.collect();
    RuntimeDirectory.Claim claim = runtime.claim(settings.name());
    try {
      List<CgroupHierarchy> cgroups = Cgroups.ofHost();
      ControlGroup group = ControlGroup.planned(cgroups, "jbuild-" + claim.name());
      claim.record(group);
      group.make();
      Birth birth = new Birth(settings, stdio, claim, cgroups, group);
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
