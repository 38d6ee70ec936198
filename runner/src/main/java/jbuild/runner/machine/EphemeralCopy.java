package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.image.copy.Layer;
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
 * @param method how it was made
 * @param record of what was made
 * @param lock keeps others from writing to an image of which nothing was copied
 */
record EphemeralCopy(
    MachineSettings settings,
    Optional<CloneMethod> method,
    Optional<RuntimeDirectory.Claim> record,
    Optional<ImageLock> lock)
    implements AutoCloseable {
  /**
   * Makes a copy, if the settings say so.
   *
   * @param checkpoint called by all threads now and then; what it throws ends the copy
   */
  static EphemeralCopy of(MachineSettings settings, RuntimeDirectory runtime, Runnable checkpoint) {
    Source source = settings.source();
    if (!source.ephemeral()) {
      return new EphemeralCopy(settings, Optional.empty(), Optional.empty(), Optional.empty());
    }
    RequiredPrivilege.check("cannot copy " + source.path() + " for " + settings.name());
    runtime.collect();
    SnapshotPlan plan = Snapshots.planned(source.path());
    RuntimeDirectory.Claim claim = runtime.claim(settings.name());
    try {
      claim.record(plan);
      claim.record(ImageLock.fileBeside(plan.path()));
      Optional<CloneMethod> shared = plan.share();
      if (shared.isEmpty()) {
        Optional<EphemeralCopy> layered = layered(settings, claim);
        if (layered.isPresent()) {
          return layered.get();
        }
      }
      CloneMethod method = shared.isPresent() ? shared.get() : plan.make(checkpoint);
      return new EphemeralCopy(
          settings.with(source.copiedTo(plan.path())),
          Optional.of(method),
          Optional.of(claim),
          Optional.empty());
    } catch (RuntimeException | Error e) {
      claim.close();
      throw e;
    }
  }

  /** As long as nobody writes to the image, it need not be copied. */
  private static Optional<EphemeralCopy> layered(
      MachineSettings settings, RuntimeDirectory.Claim claim) {
    Path image = settings.source().path();
    if (!Layering.suits(settings)) {
      return Optional.empty();
    }
    Optional<ImageLock> lock = ImageLock.trySharing(image);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try {
      for (Layer layer : Layer.planned(image)) {
        claim.record(layer.path());
        if (layer.make(Layering.tree(settings))) {
          if (Layering.canBeShown(settings, layer)) {
            return Optional.of(
                new EphemeralCopy(
                    Layering.over(settings, layer),
                    Optional.of(CloneMethod.OVERLAY),
                    Optional.of(claim),
                    lock));
          }
          layer.remove();
        }
      }
    } catch (RuntimeException | Error e) {
      lock.get().close();
      throw e;
    }
    lock.get().close();
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      if (record.isPresent()) {
        record.get().close();
      }
    } finally {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }
}
