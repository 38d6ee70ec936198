package jbuild.cli.store;

import java.util.Optional;
import jbuild.builder.oci.registry.ImageReference;
import jbuild.builder.plan.Progress;
import jbuild.builder.transfer.ImportPlan;
import jbuild.builder.transfer.OciPull;
import jbuild.cli.progress.ClosingProgress;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.machine.RequiredPrivilege;

/** Makes images of those in registries. */
final class RegistryPullVerb implements StoreVerb {
  private final StoreHost host;

  RegistryPullVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    String word = request.words().get(0);
    if (AnyPullVerb.isAddress(word)) {
      throw request.wrong(
          "cannot pull '" + word + "'",
          "Reference " + word + " is the address of a file.",
          "fetch archives with pull-tar, and disk images with pull-raw");
    }
    ImageReference reference = ImageReference.parse(word);
    request.refuse(
        "cannot pull '" + word + "'",
        "is for files: images of registries are verified by their digests.",
        Setting.VERIFY,
        Setting.KEYRING,
        Setting.KEEP_DOWNLOAD);
    Optional<String> wished = request.word(1);
    ImageName name = ImageName.readNew(wished.orElseGet(reference::shortName));
    RequiredPrivilege.check("cannot pull the image '" + name + "'");
    try (ClosingProgress shown = host.display().get().open()) {
      Progress progress = request.has(Setting.QUIET) ? Progress.SILENT : shown;
      ImportPlan plan =
          new ImportPlan(
              host.store(request),
              name,
              request.has(Setting.FORCE),
              request.has(Setting.READ_ONLY),
              progress);
      OciPull.run(reference, RegistryClients.of(host, request, progress), plan);
    }
    request.tell("Pulled '" + name + "'.");
    return ExitStatus.DONE.code();
  }
}
