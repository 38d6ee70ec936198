package jbuild.runner.image.disk;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Expands compressed parts of disks. */
@FunctionalInterface
public interface ClusterDecoder {
  /** That of every version of qcow2. */
  ClusterDecoder DEFLATE =
      (source, length, target) -> {
        Inflater inflater = new Inflater(true);
        try {
          inflater.setInput(source, 0, length);
          int filled = 0;
          while (filled < target.length) {
            int count = inflater.inflate(target, filled, target.length - filled);
            if (count == 0) {
              throw new IOException("it ends too early");
            }
            filled += count;
          }
        } catch (DataFormatException e) {
          throw new IOException(e);
        } finally {
          inflater.end();
        }
      };

  /**
   * Fills the target, or fails.
   *
   * @param length of the source; something else may follow the compressed bytes
   */
  void expand(byte[] source, int length, byte[] target) throws IOException;
}
