package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.builder.unpacked.ForeignFormat;
import jbuild.builder.unpacked.Unpacked;
import jbuild.builder.unpacked.UnpackedImages;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.disk.DiskImage;
import jbuild.runner.image.disk.HashesBeside;
import jbuild.runner.image.disk.ImagePolicy;
import jbuild.runner.image.store.WriteProtection;
import jbuild.runner.machine.RequiredPrivilege;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.FileView.Volatility;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Source;
import jbuild.runner.settings.Source.Kind;

/**
 * A machine's image in a form that it can run from. What was made of an archive stays as it is as
 * long as this is open.
 *
 * @param settings of the machine, which names that form
 */
record ReadyImage(MachineSettings settings, Optional<Unpacked> unpacked) implements AutoCloseable {
  /**
   * Makes it, if it is not there yet.
   *
   * @param overlays whether a machine may write where its image cannot be written: into memory
   * @param notices gets a line for what takes long
   */
  static ReadyImage of(
      MachineSettings wished, Path cache, boolean overlays, Consumer<String> notices) {
    Source source = wished.source();
    Optional<ForeignFormat> format = ForeignFormat.of(source.path());
    if (format.isEmpty()) {
      if (source.kind() == Kind.ARCHIVE) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot use " + source.path(),
            "it is no archive any more",
            "leave it alone while a machine starts");
      }
      HashesBeside.check(source.path(), policy(source), notices::accept);
      return new ReadyImage(overlays ? overlaid(wished, notices) : wished, Optional.empty());
    }
    RequiredPrivilege.check("cannot start the machine " + wished.name());
    Unpacked unpacked = new UnpackedImages(cache, notices).open(source.path(), format.get());
    boolean isCopied = source.ephemeral() || wished.files().writesImage();
    Kind kind = unpacked.isDisk() ? Kind.DISK : Kind.DIRECTORY;
    MachineSettings settings = wished.with(source.madeInto(unpacked.path(), kind, isCopied));
    return new ReadyImage(settings, Optional.of(unpacked));
  }

  /**
   * A tree that is marked as not to be written stays as it is; the machine writes into memory.
   *
   * @param notices gets a line in that case: what is lost is not to come as a surprise
   */
  static MachineSettings kept(MachineSettings wished, Consumer<String> notices) {
    Source source = wished.source();
    boolean isKept =
        !source.ephemeral() && isWritten(wished.files()) && WriteProtection.isOn(source.path());
    return isKept ? inMemory(wished, "it is marked read-only", notices) : wished;
  }

  private static MachineSettings inMemory(
      MachineSettings wished, String why, Consumer<String> notices) {
    notices.accept(
        wished.source().path()
            + " stays as it is: what is written is forgotten at the end ("
            + why
            + ")");
    return wished.with(wished.files().with(Volatility.OVERLAY));
  }

  private static boolean isWritten(FileView view) {
    return !view.readOnly() && view.volatility() == Volatility.NO && view.writesImage();
  }

  private static MachineSettings overlaid(MachineSettings wished, Consumer<String> notices) {
    FileView view = wished.files();
    if (!isWritten(view)) {
      return wished;
    }
    Source source = wished.source();
    boolean isKept = !source.ephemeral() && WriteProtection.isOn(source.path());
    try (DiskImage disk = DiskImage.open(source.path(), true)) {
      if (isKept) {
        return inMemory(wished, "it is marked read-only", notices);
      }
      return disk.isRootWritable(policy(source))
          ? wished
          : inMemory(wished, "its root cannot be written", notices);
    }
  }

  private static ImagePolicy policy(Source source) {
    return source.policy().orElse(ImagePolicy.STANDARD);
  }

  @Override
  public void close() {
    if (unpacked.isPresent()) {
      unpacked.get().close();
    }
  }
}
