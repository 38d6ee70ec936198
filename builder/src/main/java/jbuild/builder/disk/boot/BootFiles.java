package jbuild.builder.disk.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.SyscallFailure;

/** Files for the partition that firmware reads, gathered in a directory of the build. */
final class BootFiles {
  private static final long AS_INPUT =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  private final Path directory;
  private final List<String> paths = new ArrayList<>();

  /**
   * @param directory is made
   */
  BootFiles(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** Relative to the directory, in the order in which they were added. */
  List<String> paths() {
    return List.copyOf(paths);
  }

  /** Adds a text. */
  void add(String path, String text) {
    add(path, file -> Files.writeString(file, text, StandardCharsets.UTF_8));
  }

  /** Adds what the image has under this name. */
  void add(String path, ImageTree tree, String source) {
    add(path, file -> copy(tree, source, file));
  }

  /** Adds what somebody writes. */
  void add(String path, Writer writer) {
    Path file = directory.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      writer.writeTo(file);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + file,
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
    paths.add(path);
  }

  /** Writes a file. */
  @FunctionalInterface
  interface Writer {
    void writeTo(Path file) throws IOException;
  }

  /** Copies a file of the image, wherever links in it lead, to a new one of the host. */
  static void copy(ImageTree tree, String source, Path target) throws IOException {
    try (Fd place = Descriptors.inside(tree.root(), BytePath.of(source))) {
      if (FileStatus.of(place).type() != FileType.REGULAR) {
        throw missing(source, "it is no file");
      }
      try (Fd file = Descriptors.reopen(place, AS_INPUT);
          OutputStream out = Files.newOutputStream(target)) {
        Contents.input(file).transferTo(out);
      }
    } catch (SyscallFailure failure) {
      throw missing(source, failure.why());
    }
  }

  private static Failure missing(String source, String why) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot take " + source + " from the image",
        why,
        "leave it in the image: it is needed on the partition that firmware reads");
  }
}
