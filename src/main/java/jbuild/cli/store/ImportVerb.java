package jbuild.cli.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.builder.plan.Progress;
import jbuild.builder.transfer.ImportPlan;
import jbuild.builder.transfer.OciImport;
import jbuild.builder.transfer.RawImport;
import jbuild.builder.transfer.TarImport;
import jbuild.builder.transfer.TreeImport;
import jbuild.cli.progress.ClosingProgress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.machine.RequiredPrivilege;

/** Makes images of what is on this host: archives, disk images, directories and layouts of OCI. */
final class ImportVerb implements StoreVerb {
  /** What is imported. */
  enum Kind {
    TAR,
    RAW,
    TREE,
    LAYOUT
  }

  private final StoreHost host;
  private final Optional<Kind> kind;

  private ImportVerb(StoreHost host, Optional<Kind> kind) {
    this.host = host;
    this.kind = kind;
  }

  static ImportVerb of(StoreHost host, Kind kind) {
    return new ImportVerb(host, Optional.of(kind));
  }

  /** Whatever the file looks like. */
  static ImportVerb ofAny(StoreHost host) {
    return new ImportVerb(host, Optional.empty());
  }

  @Override
  public int run(Request request) {
    Optional<Path> path = request.word(0).map(Path::of);
    Kind chosen = kind.orElseGet(() -> looksLike(path));
    ImageName name = name(request, path, chosen);
    if (chosen == Kind.TREE && path.isEmpty()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot import '" + name + "'",
          "a directory cannot be read from standard input",
          "name the directory");
    }
    RequiredPrivilege.check("cannot import the image '" + name + "'");
    try (ClosingProgress shown = host.display().get().open()) {
      Progress progress = request.has(Setting.QUIET) ? Progress.SILENT : shown;
      ImportPlan plan =
          new ImportPlan(
              host.store(request),
              name,
              request.has(Setting.FORCE),
              request.has(Setting.READ_ONLY),
              progress);
      switch (chosen) {
        case TAR -> TarImport.run(path, plan);
        case RAW -> RawImport.run(path, plan);
        case TREE -> TreeImport.run(path.orElseThrow(), plan);
        case LAYOUT -> OciImport.run(path.flatMap(LayoutReference::of).orElseThrow(), plan);
      }
    }
    request.tell("Imported '" + name + "'.");
    return ExitStatus.DONE.code();
  }

  private static Kind looksLike(Optional<Path> path) {
    if (path.isEmpty()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot import from standard input",
          "nothing tells what it is",
          "say it with import-tar or import-raw");
    }
    if (LayoutReference.of(path.get()).isPresent()) {
      return Kind.LAYOUT;
    }
    if (Files.isDirectory(path.get())) {
      return Kind.TREE;
    }
    return FileNames.isTar(path.get().toString()) ? Kind.TAR : Kind.RAW;
  }

  private static ImageName name(Request request, Optional<Path> path, Kind kind) {
    Optional<String> word = request.word(1).or(() -> path.flatMap(ImportVerb::lastName));
    if (word.isEmpty()) {
      throw request.wrong(
          "cannot name the image",
          "Need either path or local name.",
          "write a name behind the file");
    }
    String name =
        switch (kind) {
          case TAR -> FileNames.ofTar(word.get());
          case RAW -> FileNames.ofRaw(word.get());
          case TREE -> word.get();
          case LAYOUT -> FileNames.ofLayout(word.get());
        };
    if (!ImageName.isValidForNew(name)) {
      throw request.wrong(
          "cannot use the name '" + name + "'",
          "Local name " + name + " is not a suitable image name.",
          "write another name behind the file");
    }
    return new ImageName(name);
  }

  private static Optional<String> lastName(Path path) {
    return Optional.ofNullable(path.toAbsolutePath().normalize().getFileName()).map(Path::toString);
  }
}
