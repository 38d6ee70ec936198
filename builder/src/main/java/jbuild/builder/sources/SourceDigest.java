package jbuild.builder.sources;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import jbuild.builder.digest.Sha256;
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
  private final BytePath excluded;

  private SourceDigest(BytePath excluded) {
    this.excluded = excluded;
  }

  /**
   * Of a directory.
   *
   * @param outputs a directory that does not count: what is built would change the sources
   */
  static String of(Path directory, Path outputs) {
    Path inside = outputs.startsWith(directory) ? directory.relativize(outputs) : Path.of("/");
    try (Fd root = Descriptors.onHost(BytePath.of(directory.toString()))) {
      SourceDigest all = new SourceDigest(BytePath.of(inside.toString()));
      TreeWalk.visit(root, all::add);
      return HexFormat.of().formatHex(all.digest.digest());
    } catch (Failure failure) {
      // The build will say so; until then such sources are like no others.
      return "unreadable";
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
    byte[] bytes = path.bytes();
    byte[] start = excluded.bytes();
    if (start.length == 0 || bytes.length < start.length) {
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
