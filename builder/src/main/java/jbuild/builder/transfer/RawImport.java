package jbuild.builder.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.archive.Compression;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Progress.Transfer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.NewImage;
import jbuild.runner.image.store.StoredImage;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** Makes an image of a disk image, compressed in whatever way; zeros in it become holes. */
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
    try (Transfer transfer = progress.transfer("import " + image.name(), source.size());
        Fd disk = Descriptors.onHost(BytePath.of(image.content().toString()), AS_NEW_FILE)) {
      write(source, transfer, image, disk);
    }
  }

  private static void write(ImportSource source, Transfer transfer, NewImage image, Fd disk) {
    SparseWriter writer = new SparseWriter(disk);
    try (InputStream counted = source.stream(transfer, image::checkpoint);
        InputStream content = Compression.expandAny(new BufferedInputStream(counted))) {
      writer.writeAll(content, source.name());
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot import " + source.name(),
          String.valueOf(e.getMessage()),
          "get the file again, or look at it with the tool that compressed it");
    }
  }
}
