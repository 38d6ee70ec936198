package jbuild.builder.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import jbuild.builder.digest.Sha256;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * Notes the digests of outputs that are files.
 *
 * @param fileNames of outputs that are made already
 */
record Checksums(List<String> fileNames) implements Step {
  private static final int BUFFER = 1 << 20;

  Checksums {
    fileNames = List.copyOf(fileNames);
  }

  @Override
  public String name() {
    return "add up checksums";
  }

  @Override
  public void run(Workspace workspace) {
    Path staging = Staging.make(workspace);
    try {
      List<String> lines =
          fileNames.parallelStream()
              .sorted()
              .filter(name -> Files.isRegularFile(staging.resolve(name), LinkOption.NOFOLLOW_LINKS))
              .map(name -> ChecksumLine.of(digest(staging.resolve(name)), name).text())
              .toList();
      Files.writeString(staging.resolve(ChecksumFile.NAME), String.join("", lines));
    } catch (IOException | UncheckedIOException e) {
      IOException cause =
          e instanceof IOException own ? own : ((UncheckedIOException) e).getCause();
      throw new Failure(
          ExitStatus.FAILED,
          "cannot add up checksums",
          Reasons.of(cause),
          "make room in the output directory, or choose another with --output-dir",
          List.of(),
          cause);
    }
  }

  static String digest(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = Sha256.start();
      byte[] buffer = new byte[BUFFER];
      int count = in.read(buffer);
      while (count >= 0) {
        digest.update(buffer, 0, count);
        count = in.read(buffer);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
