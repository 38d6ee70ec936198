package jbuild.builder.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Signing;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Fd;

/**
 * The file with the checksums of all images in an output directory. What other builds have written
 * there stays as long as the files do that it is about; a signature vouches only for files that
 * were looked at again.
 *
 * @param directory the output directory
 * @param fileNames of outputs of this build
 * @param signing what signs the file; without it, no signature of what it said before is left
 */
record ChecksumFile(Path directory, List<String> fileNames, Optional<Signing> signing)
    implements Companion {
  static final String NAME = "SHA256SUMS";

  private static final String BINARY = NAME + ".gpg";
  private static final String ARMORED = NAME + ".asc";
  private static final int LARGEST = 1 << 20;

  ChecksumFile {
    fileNames = List.copyOf(fileNames);
  }

  static List<String> allNames() {
    return List.of(NAME, BINARY, ARMORED);
  }

  /** What is published: the checksums, and the signature if there is one. */
  List<String> published() {
    return signing.map(how -> List.of(NAME, signatureName(how))).orElse(List.of(NAME));
  }

  private static String signatureName(Signing how) {
    return how.armored() ? ARMORED : BINARY;
  }

  @Override
  public Runnable prepare(Workspace workspace, Fd staging, Fd published) {
    Path place = Staging.of(workspace);
    try {
      String own = Files.readString(place.resolve(NAME));
      String all = others(workspace.progress()) + own;
      Files.writeString(place.resolve(NAME), all);
      if (signing.isPresent()) {
        byte[] signature =
            new Signature(signing.get())
                .key()
                .sign(all.getBytes(StandardCharsets.UTF_8), signing.get().armored());
        Files.write(place.resolve(signatureName(signing.get())), signature);
      }
    } catch (IOException | UncheckedIOException e) {
      IOException cause =
          e instanceof IOException own ? own : ((UncheckedIOException) e).getCause();
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + directory.resolve(NAME),
          Reasons.of(cause),
          "make room there, or choose another directory with --output-dir",
          List.of(),
          cause);
    }
    return () -> {};
  }

  private String others(Progress progress) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot write " + file,
          "something that jbuild has not made is there",
          "move it away, or choose another directory with --output-dir");
    }
    StringBuilder kept = new StringBuilder();
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      Optional<ChecksumLine> known = ChecksumLine.parse(line);
      if (known.isPresent()
          && isOfAnother(known.get().name())
          && (signing.isEmpty() || isRight(known.get(), progress))) {
        kept.append(known.get().text());
      }
    }
    return kept.toString();
  }

  private boolean isRight(ChecksumLine line, Progress progress) {
    // A name from a file that others can write must not lead out of the directory.
    Path file = directory.resolve(line.name());
    boolean isRight =
        line.name().indexOf('/') < 0
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Checksums.digest(file).equals(line.digest());
    if (!isRight) {
      progress.detail(
          "left out of "
              + NAME
              + ", which is signed, the line of a file with another checksum: "
              + line.digest());
    }
    return isRight;
  }

  private boolean isOfAnother(String name) {
    try {
      return !fileNames.contains(name)
          && Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public void finish(Fd published) {
    for (String signature : List.of(BINARY, ARMORED)) {
      if (!published().contains(signature)) {
        Trees.remove(published, BytePath.of(signature));
      }
    }
  }
}
