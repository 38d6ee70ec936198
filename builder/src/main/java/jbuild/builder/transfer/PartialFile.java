package jbuild.builder.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.builder.digest.Sha256;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Partial;
import jbuild.builder.text.Unwritable;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.LockFile;

/**
 * A download in the cache, which stays there for another try until somebody discards it. Only one
 * process at a time has it.
 */
final class PartialFile implements Partial, AutoCloseable {
  static final String CONTENT = ".part";
  static final String DESCRIPTION = ".version";
  static final String LOCK = ".lock";

  private static final int BUFFER = 1 << 18;

  private final Path content;
  private final Path description;
  private final LockFile lock;
  private final Progress progress;
  private final String what;
  private Optional<Version> version;
  private Optional<OutputStream> out = Optional.empty();
  private Optional<Progress.Transfer> transfer = Optional.empty();
  private long length;

  private PartialFile(Path base, LockFile lock, String what, Progress progress) throws IOException {
    this.content = base.resolveSibling(base.getFileName() + CONTENT);
    this.description = base.resolveSibling(base.getFileName() + DESCRIPTION);
    this.lock = lock;
    this.what = what;
    this.progress = progress;
    this.version = known();
    this.length = version.isPresent() ? Files.size(content) : 0;
  }

  /** What is in the directory of a download from the address, or nothing yet. */
  static PartialFile open(Path directory, URI address, Progress progress) {
    String key = hex(Sha256.start().digest(address.toString().getBytes(StandardCharsets.UTF_8)));
    Path base = directory.resolve(key);
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      String path = address.getPath();
      String name = path.substring(path.lastIndexOf('/') + 1);
      return new PartialFile(
          base, LockFile.take(base.resolveSibling(key + LOCK), false), name, progress);
    } catch (LockFile.Taken e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot fetch " + new PullAddress(address),
          "another jbuild is fetching it",
          "wait for the other one");
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  private Optional<Version> known() throws IOException {
    if (!Files.exists(content) || !Files.exists(description)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(description, StandardCharsets.ISO_8859_1);
    return lines.size() < 2
        ? Optional.empty()
        : Optional.of(new Version(line(lines.get(0)), line(lines.get(1)), OptionalLong.empty()));
  }

  private static Optional<String> line(String text) {
    return Optional.of(text).filter(line -> !line.isEmpty());
  }

  Path path() {
    return content;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Optional<Version> version() {
    return version;
  }

  @Override
  public void begin(Version next) throws IOException {
    closeStream();
    try {
      Files.deleteIfExists(description);
      out = Optional.of(Files.newOutputStream(content));
      length = 0;
      version = Optional.of(next);
      String lines = next.tag().orElse("") + "\n" + next.modified().orElse("") + "\n";
      Files.write(description, lines.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw unwritable(content, e);
    }
    report(next.size());
  }

  @Override
  public void proceed(OptionalLong size) throws IOException {
    closeStream();
    try {
      out = Optional.of(Files.newOutputStream(content, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw unwritable(content, e);
    }
    report(size);
  }

  private void report(OptionalLong size) {
    endReport();
    Progress.Transfer begun = progress.transfer(what, size.orElse(0));
    begun.arrived(length);
    transfer = Optional.of(begun);
  }

  @Override
  public void write(byte[] block, int count) {
    try {
      out.orElseThrow().write(block, 0, count);
    } catch (IOException e) {
      throw unwritable(content, e);
    }
    length += count;
    transfer.ifPresent(reported -> reported.arrived(count));
  }

  /** Of all that is there. */
  String sha256OfAll() {
    try {
      closeStream();
      MessageDigest digest = Sha256.start();
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = Files.newInputStream(content)) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
        }
      }
      return hex(digest.digest());
    } catch (IOException e) {
      throw unwritable(content, e);
    }
  }

  /** Removes what is there: it was used, or it is not what it should be. */
  void discard() {
    try {
      closeStream();
      Files.deleteIfExists(description);
      Files.deleteIfExists(content);
      version = Optional.empty();
      length = 0;
    } catch (IOException e) {
      throw unwritable(content, e);
    }
  }

  private void closeStream() throws IOException {
    if (out.isPresent()) {
      OutputStream open = out.get();
      out = Optional.empty();
      open.close();
    }
  }

  private void endReport() {
    transfer.ifPresent(Progress.Transfer::close);
    transfer = Optional.empty();
  }

  @Override
  public void close() {
    try (lock) {
      endReport();
      closeStream();
    } catch (IOException e) {
      throw unwritable(content, e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Failure unwritable(Path path, IOException cause) {
    return Unwritable.inCache(path, cause);
  }
}
