package jbuild.builder.unpacked;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import jbuild.runner.image.disk.Qcow2Disk;
import jbuild.runner.linux.Fd;

/** Disks in the format of QEMU, with all that later versions may have compressed in them. */
public final class QemuDisk {
  private QemuDisk() {}

  /** Whether the file has the mark of the format. */
  public static boolean isOn(Fd file) {
    return Qcow2Disk.isOn(file);
  }

  /**
   * Writes the disk into a new file, in which zeros are holes.
   *
   * @param checkpoint called now and then; what it throws ends the work
   */
  public static void convert(Path file, Fd raw, Runnable checkpoint) {
    Qcow2Disk.convert(file, raw, QemuDisk::expandZstd, checkpoint);
  }

  private static void expandZstd(byte[] source, int length, byte[] target) throws IOException {
    try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(source, 0, length))) {
      if (in.readNBytes(target, 0, target.length) < target.length) {
        throw new EOFException();
      }
    }
  }
}
