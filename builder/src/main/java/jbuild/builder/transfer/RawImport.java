package jbuild.builder.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.archive.Compression;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Progress.Transfer;
import jbuild.builder.unpacked.QemuDisk;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.disk.DiskCheck;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.NewImage;
import jbuild.runner.image.store.StoredImage;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/**
 * Makes an image of a disk image, compressed in whatever way, also of QEMU; zeros in it become
 * holes.
 */
public final class RawImport {
  private static final long AS_NEW_FILE =
      Descriptors.O_RDWR | Descriptors.O_CREAT | Descriptors.O_EXCL;

  private RawImport() {}

  /** From a file, or from standard input. */
  public static StoredImage run(Optional<Path> file, ImportPlan plan) {
    try (ImportSource source = ImportSource.of(file);
        NewImage image = plan.begin()) {
      fill(source, image, plan.progress());
      return image.publish(ImageType.RAW, plan.readOnly());
    }
  }

  /** Makes the disk of an image. */
  static void fill(ImportSource source, NewImage image, Progress progress) {
    Path foreign = image.scratch("disk.qcow2");
    try (Transfer transfer = progress.transfer("import " + image.name(), source.size());
        Fd disk = make(image.content())) {
      write(source, transfer, image, disk);
      if (!QemuDisk.isOn(disk)) {
        check(disk, source);
        return;
      }
      Files.move(image.content(), foreign);
    } catch (IOException e) {
      throw failure(source, e);
    }
    try (Fd disk = make(image.content())) {
      QemuDisk.convert(foreign, disk, image::checkpoint);
      check(disk, source);
    }
  }

  /** Before anybody sees it: a machine would tell only when it starts. */
  private static void check(Fd disk, ImportSource source) {
    try {
      DiskCheck.check(disk);
    } catch (Failure failure) {
      throw new Failure(
          failure.status(),
          "cannot import " + source.name(),
          failure.why(),
          failure.fix(),
          List.of(),
          failure);
    }
  }

  private static Fd make(Path file) {
    return Descriptors.onHost(BytePath.of(file.toString()), AS_NEW_FILE);
  }

  private static void write(ImportSource source, Transfer transfer, NewImage image, Fd disk)
      throws IOException {
    SparseWriter writer = new SparseWriter(disk);
    try (InputStream counted = source.stream(transfer, image::checkpoint);
        InputStream content = Compression.expandAny(new BufferedInputStream(counted))) {
      writer.writeAll(content, source.name());
    }
  }

  private static Failure failure(ImportSource source, IOException e) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot import " + source.name(),
        String.valueOf(e.getMessage()),
        "get the file again, or look at it with the tool that compressed it");
  }
}
