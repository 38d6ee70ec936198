package jbuild.builder.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Compression;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Progress.Transfer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.StoredImage;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/**
 * An image on its way out of the store.
 *
 * @param image as it is now: what a machine changes meanwhile may be in it, or not
 */
public record ImageExport(StoredImage image, Compression compression, Progress progress) {
  private static final int BUFFER = 1 << 20;

  /** As an archive, which trees can be. */
  public void asTar(ExportTarget target) {
    if (!image.type().isTree()) {
      throw refused(
          "it is no tree of files, but " + image.type(), "export it with 'jbuild export-raw'");
    }
    Consumer<String> notices = progress::detail;
    write(
        target,
        file -> {
          try (Transfer transfer = transfer()) {
            OutputStream out = ExportTarget.stream(file, transfer);
            Archives.write(image.path(), out, target.name(), compression, notices);
          }
        });
  }

  /** As a disk image, if it is one. */
  public void asRaw(ExportTarget target) {
    if (image.type() != ImageType.RAW && image.type() != ImageType.BLOCK) {
      throw refused(
          "it is no disk image, but " + image.type(),
          "export it with 'jbuild export-tar'; disk images come from recipes with the output raw");
    }
    write(
        target,
        file -> {
          try (Transfer transfer = transfer();
              Fd disk =
                  Descriptors.onHost(
                      BytePath.of(image.path().toString()),
                      Descriptors.O_RDONLY | Descriptors.O_NOCTTY)) {
            copy(disk, file, transfer, target);
          } catch (IOException e) {
            throw new Failure(
                ExitStatus.FAILED,
                "cannot write " + target.name(),
                String.valueOf(e.getMessage()),
                "free some space on its file system, then try again");
          }
        });
  }

  /** Whole, although others remove images. */
  @SuppressWarnings("try") // The lock is held, not used.
  private void write(ExportTarget target, Consumer<Fd> writer) {
    try (ImageLock read = ImageLock.ofReader(image.path())) {
      target.write(writer);
    }
  }

  private void copy(Fd disk, Fd file, Transfer transfer, ExportTarget target) throws IOException {
    InputStream content = counted(Contents.input(disk), transfer);
    if (compression == Compression.NONE && target.isNewFile()) {
      new SparseWriter(file).writeAll(content, target.name());
      return;
    }
    try (OutputStream out = compression.compress(Contents.output(file))) {
      byte[] buffer = new byte[BUFFER];
      int count = content.read(buffer);
      while (count > 0) {
        out.write(buffer, 0, count);
        count = content.read(buffer);
      }
    }
  }

  private static InputStream counted(InputStream in, Transfer transfer) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        transfer.arrived(Math.max(count, 0));
        return count;
      }
    };
  }

  private Transfer transfer() {
    return progress.transfer("export " + image.name(), image.space().usage().orElse(0));
  }

  private Failure refused(String why, String fix) {
    return new Failure(
        ExitStatus.FAILED, "cannot export the image '" + image.name() + "'", why, fix);
  }
}
