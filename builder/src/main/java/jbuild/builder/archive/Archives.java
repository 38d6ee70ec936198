package jbuild.builder.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Sync;

/** Trees as tar archives, with all that a file system knows of them; and back. */
public final class Archives {
  /** Compressors of several threads lose time with less. */
  private static final int LARGE = 1 << 20;

  private static final long AS_NEW_FILE =
      Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_EXCL;

  private Archives() {}

  /**
   * Writes the tree into a new file that only its owner can read, and waits until it is on disk.
   *
   * @param notices gets a line for everything that is left out
   */
  public static void write(
      Path tree, Path file, Compression compression, Consumer<String> notices) {
    write(tree, file, compression, false, notices);
  }

  /**
   * The same.
   *
   * @param labelled whether labels of SELinux in the tree are its own: others stay here
   */
  public static void write(
      Path tree, Path file, Compression compression, boolean labelled, Consumer<String> notices) {
    try (Fd archive = Descriptors.onHost(BytePath.of(file.toString()), AS_NEW_FILE)) {
      OutputStream stream = Contents.output(archive);
      write(tree, stream, file.toString(), compression, labelled, notices);
      Sync.file(archive);
    }
  }

  /**
   * Writes the tree into a stream, and closes it.
   *
   * @param name of the stream, for people
   * @param notices gets a line for everything that is left out
   */
  public static void write(
      Path tree,
      OutputStream stream,
      String name,
      Compression compression,
      Consumer<String> notices) {
    write(tree, stream, name, compression, false, notices);
  }

  private static void write(
      Path tree,
      OutputStream stream,
      String name,
      Compression compression,
      boolean labelled,
      Consumer<String> notices) {
    try (ImageTree image = ImageTree.open(tree);
        OutputStream out = new BufferedOutputStream(compression.compress(stream), LARGE)) {
      TreeArchiver.write(image.root(), out, labelled, notices);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + name,
          String.valueOf(e.getMessage()),
          "free some space on its file system, then try again");
    }
  }

  /**
   * Fills an empty directory from an archive that may be hostile, compressed in whatever way.
   *
   * @param notices gets a line for everything that is left out
   */
  public static void extract(Path file, Path directory, Limits limits, Consumer<String> notices) {
    try (Fd archive = Descriptors.onHost(BytePath.of(file.toString()), Descriptors.O_RDONLY)) {
      extract(Contents.input(archive), file.toString(), directory, limits, notices);
    }
  }

  /**
   * Fills an empty directory from a stream that may be hostile, compressed in whatever way.
   *
   * @param name of the stream, for people
   * @param notices gets a line for everything that is left out
   */
  public static void extract(
      InputStream stream, String name, Path directory, Limits limits, Consumer<String> notices) {
    try (ImageTree tree = ImageTree.open(directory)) {
      Metered compressed = new Metered(stream);
      try (InputStream expanded = Compression.expandAny(compressed);
          InputStream limited = Metered.limited(expanded, compressed, limits);
          InputStream ahead = new ReadAhead(limited)) {
        Extractor.extract(MemberReader.of(ahead, limits), tree.root(), limits, notices);
      }
    } catch (BadArchive bad) {
      throw new BadArchive("cannot extract " + name, bad.why());
    } catch (IOException e) {
      throw new BadArchive("cannot extract " + name, reason(e));
    }
  }

  /**
   * Writes what is chosen of a tree, with the directories above it: a layer of an image. No other
   * tool may take a file for a whiteout, so files of such names are refused.
   *
   * @param chosen says the same of all names of a file
   * @param notices gets a line for everything else that is left out
   */
  public static void writeLayer(
      ImageTree tree, OutputStream out, Predicate<FileStatus> chosen, Consumer<String> notices)
      throws IOException {
    TreeArchiver.writeLayer(
        tree.root(),
        out,
        (path, status) -> {
          LayerChanges.refuseReserved(path);
          return chosen.test(status);
        },
        notices);
  }

  /**
   * Changes a tree as a layer of an image says, which may be hostile, compressed in whatever way.
   *
   * @param name of the layer, for messages
   * @param expanded digests what the layer is without compression, all of it
   * @param notices gets a line for everything that is left out
   */
  public static void apply(
      String name,
      InputStream layer,
      MessageDigest expanded,
      ImageTree tree,
      Limits limits,
      Consumer<String> notices) {
    Metered compressed =
        new Metered(layer) {
          @Override
          public void close() {
            // Its owner has to look at what follows, and closes it.
          }
        };
    try (InputStream plain = Compression.expandAny(compressed)) {
      InputStream limited =
          new DigestInputStream(Metered.limited(plain, compressed, limits), expanded);
      TarReader reader = new TarReader(new BufferedInputStream(limited), limits);
      Extractor.apply(reader, tree.root(), limits, notices);
    } catch (BadArchive bad) {
      throw new BadArchive("cannot apply " + name, bad.why());
    } catch (IOException e) {
      throw new BadArchive("cannot apply " + name, reason(e));
    }
  }

  private static String reason(IOException e) {
    // Java's streams have no words for it.
    return e instanceof EOFException ? "it ends in the middle" : Reasons.of(e);
  }
}
