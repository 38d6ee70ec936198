package jbuild.runner.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Values that the kernel shows as files. */
public final class KernelFiles {
  private static final Path RANDOM_UUID = Path.of("/proc/sys/kernel/random/uuid");
  private static final int LONGEST = 4096;

  private KernelFiles() {}

  /** A random one, without the cost of Java's own generators: they look for a provider first. */
  public static UUID randomUuid() {
    return UUID.fromString(value(RANDOM_UUID));
  }

  /** The value without the line's end, for example {@code /proc/sys/fs/nr_open}. */
  public static String value(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] buffer = new byte[LONGEST];
      // In one go: a sysctl that is read byte by byte ends after the first one.
      int length = Math.max(0, input.read(buffer));
      return new String(buffer, 0, length, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void set(Path file, String value) {
    try {
      Files.writeString(file, value, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
