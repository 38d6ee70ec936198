package jbuild.cli.store;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.builder.transfer.ExportTarget;
import jbuild.builder.transfer.ImageExport;
import jbuild.cli.progress.ClosingProgress;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.StoredImage;
import jbuild.runner.machine.RequiredPrivilege;

/** Writes images into files, or to standard output. */
final class ExportVerb implements StoreVerb {
  private final StoreHost host;
  private final Optional<Boolean> asTar;

  private ExportVerb(StoreHost host, Optional<Boolean> asTar) {
    this.host = host;
    this.asTar = asTar;
  }

  static ExportVerb ofTar(StoreHost host) {
    return new ExportVerb(host, Optional.of(true));
  }

  static ExportVerb ofRaw(StoreHost host) {
    return new ExportVerb(host, Optional.of(false));
  }

  /** As fits the image. */
  static ExportVerb ofAny(StoreHost host) {
    return new ExportVerb(host, Optional.empty());
  }

  @Override
  public int run(Request request) {
    ImageName name = ImageName.read(request.words().get(0));
    Optional<String> file = request.word(1);
    ImageStore store = host.store(request);
    StoredImage image = store.get(name, "cannot export the image '" + name + "'");
    if (RequiredPrivilege.isGiven() && image.isWritten()) {
      request.tell("'" + name + "' is in use: what is written meanwhile is in the file or not.");
    }
    try (ClosingProgress shown = host.display().get().open()) {
      boolean isQuiet = request.has(Setting.QUIET);
      ImageExport export =
          new ImageExport(
              isQuiet ? image : store.measured(image),
              FileNames.compression(request.last(Setting.FORMAT), file),
              isQuiet ? Progress.SILENT : shown);
      ExportTarget target = ExportTarget.of(file.map(Path::of));
      if (asTar.orElse(image.type().isTree())) {
        export.asTar(target);
      } else {
        export.asRaw(target);
      }
    }
    return ExitStatus.DONE.code();
  }
}
