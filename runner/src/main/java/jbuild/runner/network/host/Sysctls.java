package jbuild.runner.network.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.TreeSet;
import jbuild.runner.linux.KernelFiles;

/**
 * Settings of the network, as below /proc/sys/net: those of the namespace in which the calling
 * thread is, whichever one the process began in.
 */
final class Sysctls {
  private static final Path ROOT = Path.of("/proc/sys/net");

  private Sysctls() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  /** Empty where there is no such setting: its link may just have gone. */
  static Optional<String> value(String name) {
    try {
      return Optional.of(KernelFiles.value(path(name)));
    } catch (UncheckedIOException e) {
      // A link that goes while it is read makes the kernel fail otherwise than by a missing file.
      if (e.getCause() instanceof NoSuchFileException || !Files.exists(path(name))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static boolean is(String name, String value) {
    return value(name).equals(Optional.of(value));
  }

  static void set(String name, String value) throws IOException {
    Files.writeString(path(name), value, StandardOpenOption.WRITE);
  }

  /** The links with settings of a family, and "default" for those to come; none without it. */
  static TreeSet<String> links(String family) {
    TreeSet<String> links = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(family + "/conf"))) {
      for (Path entry : entries) {
        links.add(entry.getFileName().toString());
      }
    } catch (NoSuchFileException e) {
      return links;
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.remove("all");
    return links;
  }
}
