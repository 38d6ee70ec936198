package jbuild.builder.transfer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.builder.plan.Progress.Transfer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.WorkDirectory;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.Sync;
import jbuild.runner.linux.SyscallFailure;

/** Where an export goes: a file appears when it is whole, and replaces what had its name. */
public final class ExportTarget {
  private static final Fd STANDARD_OUTPUT = new Fd(1, "standard output");
  private static final BytePath ASIDE = BytePath.of("export");

  private final Optional<Path> path;

  private ExportTarget(Optional<Path> path) {
    this.path = path;
  }

  /** A file, or what this process writes to. */
  public static ExportTarget of(Optional<Path> path) {
    return new ExportTarget(path);
  }

  String name() {
    return path.map(Path::toString).orElse(STANDARD_OUTPUT.name());
  }

  /** Whether it is a file of its own, in which nothing is yet. */
  boolean isNewFile() {
    return path.isPresent() && (!Files.exists(path.get()) || Files.isRegularFile(path.get()));
  }

  /** Takes what is written; when that fails there is no file. */
  void write(Consumer<Fd> writer) {
    if (path.isEmpty()) {
      writer.accept(STANDARD_OUTPUT);
    } else if (Files.isDirectory(path.get())) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + path.get(),
          "it is a directory",
          "name the file that is to be made in it");
    } else if (!isNewFile()) {
      // A pipe, a terminal, /dev/null: nothing to replace.
      try (Fd file = open(path.get(), Descriptors.O_WRONLY | Descriptors.O_NOCTTY)) {
        writer.accept(file);
      }
    } else {
      writeAside(path.get().toAbsolutePath().normalize(), writer);
    }
  }

  private static void writeAside(Path path, Consumer<Fd> writer) {
    if (!Files.isDirectory(path.getParent())) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + path,
          "there is no directory " + path.getParent(),
          "make it first, or name another file");
    }
    try (WorkDirectory work = workIn(path);
        Fd from = open(work.path(), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
        Fd to = open(path.getParent(), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY)) {
      long flags = Descriptors.O_RDWR | Descriptors.O_CREAT | Descriptors.O_EXCL;
      try (Fd file = Descriptors.child(from, ASIDE, flags)) {
        writer.accept(file);
        Sync.file(file);
      }
      BytePath name = BytePath.of(path.getFileName().toString());
      work.show(() -> Renames.replace(from, ASIDE, to, name));
      Sync.file(to);
    }
  }

  private static WorkDirectory workIn(Path path) {
    try {
      return WorkDirectory.in(path.getParent());
    } catch (SyscallFailure failure) {
      boolean isStrange = failure.errno() == Errno.ENOENT;
      throw new Failure(
          failure.status(),
          "cannot write " + path,
          isStrange ? "no files can be made in " + path.getParent() : failure.why(),
          isStrange ? "name a file on a disk" : failure.fix(),
          List.of(),
          failure);
    }
  }

  private static Fd open(Path path, long flags) {
    return Descriptors.onHost(BytePath.of(path.toString()), flags);
  }

  /** What is written is reported. */
  static OutputStream stream(Fd file, Transfer transfer) {
    return new FilterOutputStream(Contents.output(file)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        transfer.arrived(length);
      }

      @Override
      public void write(int b) throws IOException {
        out.write(b);
        transfer.arrived(1);
      }
    };
  }
}
