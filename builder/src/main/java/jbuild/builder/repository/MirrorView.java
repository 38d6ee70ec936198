package jbuild.builder.repository;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jbuild.builder.text.Unwritable;
import jbuild.runner.Failure;

/**
 * A directory that is a mirror with only those packages that are needed: the package tools read it
 * without a network, and verify it like any other mirror.
 */
public final class MirrorView {
  private final Path directory;

  public MirrorView(Path directory) {
    this.directory = directory;
  }

  public Path directory() {
    return directory;
  }

  /** Adds the signed release and the indexes of a suite. */
  public void add(Suite suite) {
    Path dists = directory.resolve("dists").resolve(suite.name());
    suite.signed().forEach((name, file) -> write(dists.resolve(name), file));
    for (IndexFile index : suite.indexes()) {
      // Uncompressed, so that debootstrap and apt do not have to inflate it again. Older apts look
      // for the compressed form nevertheless.
      write(dists.resolve(index.path()), index.packages().text());
      link(dists.resolve(index.compressed()), index.file());
    }
  }

  /** Adds a package, without copying where the file system allows that. */
  public void add(PackageEntry entry, Path file) {
    link(directory.resolve(entry.file()), file);
  }

  private void link(Path place, Path file) {
    try {
      makeParent(place);
      try {
        Files.createLink(place, file);
      } catch (FileAlreadyExistsException e) {
        return;
      } catch (IOException | UnsupportedOperationException e) {
        Files.copy(file, place);
      }
    } catch (IOException e) {
      throw unwritable(place, e);
    }
  }

  /** Adds a file for the tools that is not the mirror's. */
  public void add(String name, byte[] bytes) {
    write(directory.resolve(name), bytes);
  }

  private void write(Path file, byte[] bytes) {
    try {
      makeParent(file);
      Files.write(file, bytes);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static Failure unwritable(Path path, IOException cause) {
    return Unwritable.besideOutputs(path, cause);
  }

  private void makeParent(Path file) throws IOException {
    // apt reads it as a user of its own, whatever our umask is.
    Path path = directory;
    makeReadable(path);
    for (Path name : directory.relativize(file.getParent())) {
      path = path.resolve(name);
      makeReadable(path);
    }
  }

  private static void makeReadable(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
