package jbuild.builder.oci.image;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.builder.archive.Compression;
import jbuild.builder.text.JsonText;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * Writes an image layout into a directory of its own, blob by blob, and last what leads to them.
 */
public final class LayoutWriter {
  private static final String UNFINISHED = ".unfinished";

  private final Path directory;
  private final Path blobs;
  private final Set<Digest> written = new LinkedHashSet<>();

  private LayoutWriter(Path directory) {
    this.directory = directory;
    this.blobs = directory.resolve("blobs").resolve("sha256");
  }

  /** Writes what a blob has. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * A layer that was written.
   *
   * @param diffId its digest without compression
   */
  public record Layer(Descriptor blob, Digest diffId) {}

  /** Makes the directory, which must not exist. */
  public static LayoutWriter in(Path directory) {
    LayoutWriter layout = new LayoutWriter(directory);
    try {
      Files.createDirectory(directory);
      Files.createDirectories(layout.blobs);
    } catch (IOException e) {
      throw layout.failure(e);
    }
    return layout;
  }

  public Path directory() {
    return directory;
  }

  public Descriptor add(MediaType type, byte[] document) {
    return add(type, out -> out.write(document));
  }

  /** Adds a blob of any size. */
  public Descriptor add(MediaType type, Content content) {
    Path unfinished = blobs.resolve(UNFINISHED);
    MessageDigest hash = Digest.newHash();
    try {
      try (OutputStream file =
              Files.newOutputStream(
                  unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new DigestOutputStream(file, hash)) {
        content.writeTo(out);
      }
      Digest digest = Digest.of(hash);
      long size = Files.size(unfinished);
      Files.move(unfinished, blobs.resolve(digest.hex()), StandardCopyOption.REPLACE_EXISTING);
      written.add(digest);
      return new Descriptor(type, digest, size);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Adds a layer, compressed as the type says. */
  public Layer addLayer(MediaType type, Content tar) {
    Compression compression =
        switch (type) {
          case OCI_LAYER -> Compression.NONE;
          case OCI_LAYER_GZIP -> Compression.GZIP;
          case OCI_LAYER_ZSTD -> Compression.ZSTD;
          default -> throw new IllegalArgumentException("not written as a layer: " + type);
        };
    MessageDigest plain = Digest.newHash();
    Descriptor blob =
        add(
            type,
            out -> {
              try (OutputStream packed = compression.compress(new Unclosed(out));
                  OutputStream hashed = new DigestOutputStream(packed, plain)) {
                tar.writeTo(hashed);
              }
            });
    return new Layer(blob, Digest.of(plain));
  }

  /** Whether it is there already: images share layers. */
  public boolean has(Digest digest) {
    return written.contains(digest);
  }

  /**
   * Adds configuration and manifest of an image whose layers are there.
   *
   * @return where the manifest is
   */
  public Descriptor addImage(ImageConfig config, List<Descriptor> layers) {
    Descriptor configuration = add(MediaType.OCI_CONFIG, config.json());
    Manifest manifest = new Manifest(MediaType.OCI_MANIFEST, configuration, layers);
    return add(MediaType.OCI_MANIFEST, manifest.json());
  }

  /** Writes what makes the directory a layout. */
  public void finish(List<Descriptor> images) {
    try {
      Index index = new Index(MediaType.OCI_INDEX, images);
      Files.write(directory.resolve(ImageLayout.INDEX), index.json());
      Map<String, Object> mark = Map.of("imageLayoutVersion", "1.0.0");
      Files.write(directory.resolve(ImageLayout.MARK), JsonText.of(mark));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Failure failure(IOException e) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot write " + directory,
        Reasons.of(e),
        "free some space on its file system, then try again",
        List.of(),
        e);
  }

  /** A stream that somebody else closes. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
