package jbuild.builder.archive;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/** How an archive is made smaller. The same content always gives the same bytes. */
public enum Compression {
  NONE("", new int[] {}) {
    @Override
    public OutputStream compress(OutputStream out) {
      return out;
    }

    @Override
    InputStream expand(InputStream in) {
      return in;
    }
  },
  GZIP(".gz", new int[] {0x1f, 0x8b}) {
    @Override
    public OutputStream compress(OutputStream out) throws IOException {
      return new GzipOutput(out);
    }

    @Override
    InputStream expand(InputStream in) throws IOException {
      // The JDK's takes the end of a part for the end of all, if nothing more has arrived by then.
      return GzipCompressorInputStream.builder()
          .setInputStream(in)
          .setDecompressConcatenated(true)
          .get();
    }
  },
  BZIP2(".bz2", new int[] {'B', 'Z', 'h'}) {
    @Override
    public OutputStream compress(OutputStream out) {
      return new OrderedChunks(out, BZIP2_BLOCK, Compression::bzip2);
    }

    @Override
    InputStream expand(InputStream in) throws IOException {
      return new BZip2CompressorInputStream(in, true);
    }
  },
  XZ(".xz", new int[] {0xfd, '7', 'z', 'X', 'Z', 0}) {
    @Override
    public OutputStream compress(OutputStream out) throws IOException {
      LZMA2Options options = new LZMA2Options();
      options.setDictSize(XZ_DICTIONARY);
      return new XZOutputStream(out, options);
    }

    @Override
    InputStream expand(InputStream in) throws IOException {
      return new XZInputStream(in, XZ_MEMORY_KIB);
    }
  },
  ZSTD(".zst", new int[] {0x28, 0xb5, 0x2f, 0xfd}) {
    @Override
    public OutputStream compress(OutputStream out) throws IOException {
      return new ZstdOutputStream(out, ZSTD_LEVEL)
          .setChecksum(true)
          // Half of the level's own: they stay in the processor's cache, which saves a fifth of the
          // time and costs a fiftieth of the size.
          .setHashLog(ZSTD_HASH_LOG)
          .setChainLog(ZSTD_CHAIN_LOG)
          // One worker at least: the bytes do not depend on how many there are, but on whether.
          .setWorkers(OrderedChunks.workers());
    }

    @Override
    InputStream expand(InputStream in) throws IOException {
      return new ZstdInputStream(in).setLongMax(ZSTD_WINDOW_LOG);
    }
  },
  LZ4(".lz4", Lz4Output.MAGIC) {
    @Override
    public OutputStream compress(OutputStream out) throws IOException {
      return new Lz4Output(out);
    }

    @Override
    InputStream expand(InputStream in) {
      return new Lz4Input(in);
    }
  };

  private static final int BUFFER = 64 * 1024;
  private static final int ZSTD_LEVEL = 3;
  private static final int ZSTD_HASH_LOG = 16;
  private static final int ZSTD_CHAIN_LOG = 15;

  /** Half of the level's own: the compressor takes twelve times as much memory. */
  private static final int XZ_DICTIONARY = 4 << 20;

  /** What level 9 takes at once; a little less, since runs may get longer at first. */
  private static final int BZIP2_BLOCK = 890_000;

  /** An archive chooses how much memory its reader needs; these are the most it gets. */
  private static final int ZSTD_WINDOW_LOG = 27;

  private static final int XZ_MEMORY_KIB = 128 * 1024;
  private static final int LONGEST_MAGIC = 6;

  private final String suffix;
  private final byte[] magic;

  Compression(String suffix, int[] magic) {
    this.suffix = suffix;
    this.magic = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      this.magic[i] = (byte) magic[i];
    }
  }

  /** What file names get after {@code .tar}. */
  public String suffix() {
    return suffix;
  }

  /** Compresses what is written; closing it finishes, and closes the other one too. */
  public abstract OutputStream compress(OutputStream out) throws IOException;

  abstract InputStream expand(InputStream in) throws IOException;

  /** Its readers take several streams in a row for one. */
  private static byte[] bzip2(byte[] before, byte[] piece, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2);
    try (OutputStream compressed = new BZip2CompressorOutputStream(bytes)) {
      compressed.write(piece, 0, length);
    }
    return bytes.toByteArray();
  }

  /** Expands whatever its first bytes say it is. */
  public static InputStream expandAny(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(LONGEST_MAGIC);
    byte[] start = buffered.readNBytes(LONGEST_MAGIC);
    buffered.reset();
    for (Compression compression : values()) {
      if (compression != NONE && compression.matches(start)) {
        return compression.expand(buffered);
      }
    }
    return buffered;
  }

  /** Whether a file that begins so is compressed, in a way that is known here. */
  public static boolean isOn(byte[] start) {
    for (Compression compression : values()) {
      if (compression != NONE && compression.matches(start)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(byte[] start) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }
}
