package jbuild.builder.sources;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import jbuild.builder.digest.Sha256;
import jbuild.builder.digest.Unreadable;
import jbuild.runner.Failure;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;

/** Stands for the content of a directory: names, kinds, modes and bytes, but no times. */
final class SourceDigest {
  private static final int BUFFER = 128 * 1024;
  private static final long READ =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  private final MessageDigest digest = Sha256.start();
  private final byte[] buffer = new byte[BUFFER];
  private final List<BytePath> excluded;

  private SourceDigest(List<BytePath> excluded) {
    this.excluded = List.copyOf(excluded);
  }

  /**
   * Of a directory.
   *
   * @param made what does not count, nor what is below it: builds would change their own sources
   */
  static String of(Path directory, List<Path> made) {
    try (Fd root = Descriptors.onHost(BytePath.of(directory.toString()))) {
      SourceDigest all = new SourceDigest(inside(real(directory), made));
      TreeWalk.visit(root, all::add);
      return HexFormat.of().formatHex(all.digest.digest());
    } catch (Failure failure) {
      // Not only when they are gone: a walk ends at what is mounted there, and a build may go on.
      return Unreadable.mark();
    }
  }

  /** Names can be links, and those that are made may be. */
  private static List<BytePath> inside(Path directory, List<Path> made) {
    List<BytePath> inside = new ArrayList<>();
    for (Path path : made) {
      Path absolute = path.toAbsolutePath().normalize();
      Path itself = absolute.getParent() == null ? absolute : besides(absolute);
      for (Path place : List.of(itself, real(absolute))) {
        if (place.startsWith(directory) && !place.equals(directory)) {
          inside.add(BytePath.of(directory.relativize(place).toString()));
        }
      }
    }
    return inside;
  }

  private static Path besides(Path absolute) {
    return real(absolute.getParent()).resolve(absolute.getFileName());
  }

  /** As far as it is there. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath();
    try {
      return Files.exists(absolute) || absolute.getParent() == null
          ? absolute.toRealPath()
          : besides(absolute);
    } catch (IOException e) {
      return absolute;
    }
  }

  private void add(BytePath path, Fd place, FileStatus status) {
    if (isExcluded(path)) {
      return;
    }
    add(path.bytes());
    add((status.type() + " " + status.mode()).getBytes(StandardCharsets.US_ASCII));
    if (status.type() == FileType.LINK) {
      add(Nodes.target(place).bytes());
    } else if (status.isRegular()) {
      try (Fd file = Descriptors.reopen(place, READ)) {
        addContent(file, status.size());
      }
    }
  }

  private boolean isExcluded(BytePath path) {
    for (BytePath made : excluded) {
      if (isBelow(path.bytes(), made.bytes())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBelow(byte[] bytes, byte[] start) {
    if (bytes.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (bytes[i] != start[i]) {
        return false;
      }
    }
    return bytes.length == start.length || bytes[start.length] == '/';
  }

  private void addContent(Fd file, long size) {
    digest.update((size + ":").getBytes(StandardCharsets.US_ASCII));
    int count = Contents.read(file, buffer, buffer.length);
    while (count > 0) {
      digest.update(buffer, 0, count);
      count = Contents.read(file, buffer, buffer.length);
    }
  }

  /** Without the length two names could look like another two. */
  private void add(byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }
}
