package jbuild.runner.machine;

import java.util.Optional;
import jbuild.runner.image.copy.SnapshotPlan;
import jbuild.runner.image.copy.Snapshots;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Source;

/**
 * What a machine gets instead of its image, where it may change nothing for good. It outlives
 * reboots of the machine, and ends with our part in it; that of a jbuild that was killed is removed
 * by the next start.
 *
 * @param settings of the machine, in the copy if there is one
 */
record EphemeralCopy(
    MachineSettings settings,
    Optional<SnapshotPlan> snapshot,
    Optional<RuntimeDirectory.Claim> record)
    implements AutoCloseable {
  /**
   * Makes a copy, if the settings say so.
   *
   * @param checkpoint called by all threads now and then; what it throws ends the copy
   */
  static EphemeralCopy of(MachineSettings settings, RuntimeDirectory runtime, Runnable checkpoint) {
    Source source = settings.source();
    if (!source.ephemeral()) {
      return new EphemeralCopy(settings, Optional.empty(), Optional.empty());
    }
    RequiredPrivilege.check("cannot copy " + source.path() + " for " + settings.name());
    runtime.collect();
    SnapshotPlan plan = Snapshots.planned(source.path());
    RuntimeDirectory.Claim claim = runtime.claim(settings.name());
    EphemeralCopy copy =
        new EphemeralCopy(
            settings.with(source.copiedTo(plan.path())), Optional.of(plan), Optional.of(claim));
    try {
      claim.record(plan);
      plan.make(checkpoint);
    } catch (RuntimeException | Error e) {
      copy.close();
      throw e;
    }
    return copy;
  }

  @Override
  public void close() {
    if (snapshot.isPresent()) {
      snapshot.get().remove();
    }
    if (record.isPresent()) {
      record.get().close();
    }
  }
}
