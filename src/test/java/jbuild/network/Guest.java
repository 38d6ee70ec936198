package jbuild.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;

/**
 * A machine that boots, runs a script when it is up, and shuts down.
 *
 * <p>The script finds a directory /out: what it writes there is what came of it. Its standard
 * output is there too, as the file log.
 */
final class Guest {
  private static final String IMAGE = "test-images/network.toml";
  private static final int PATIENCE_SECONDS = 60;

  private static final String UNIT =
      """
      [Unit]
      After=multi-user.target systemd-networkd.service networking.service
      After=NetworkManager.service dhcpcd.service

      [Service]
      Type=simple
      ExecStart=/bin/sh -c "exec /bin/sh /check >/out/log 2>&1"
      ExecStopPost=/bin/systemctl poweroff --no-block
      """;

  private final SmallInternet internet;
  private final Path directory;
  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();

  /**
   * A machine of the host.
   *
   * @param directory is made, for what goes in and comes out
   */
  Guest(SmallInternet internet, Path directory, String script) {
    this.internet = internet;
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      Path out = Files.createDirectory(directory.resolve("out"));
      Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.writeString(directory.resolve("check"), script);
      Files.writeString(directory.resolve("check.service"), UNIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    options.addAll(
        List.of(
            "--volatile=overlay",
            "--machine=" + directory.getFileName(),
            "--bind=" + directory.resolve("out") + ":/out",
            "--bind-ro=" + directory.resolve("check") + ":/check",
            "--bind-ro="
                + directory.resolve("check.service")
                + ":/etc/systemd/system/check.service"));
    arguments.add("systemd.wants=check.service");
  }

  Guest with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** The unit that looks after the network inside. */
  Guest managedBy(String unit) {
    arguments.add("systemd.wants=" + unit);
    return this;
  }

  /** A file of the machine. */
  Guest file(String path, String content) {
    try {
      Path file = directory.resolve("file" + options.size());
      Files.writeString(file, content);
      options.add("--bind-ro=" + file + ":" + path);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Running start() {
    List<String> words = new ArrayList<>();
    words.addAll(BuiltImages.jbuild("boot", "--directory=" + BuiltImages.of(IMAGE)).command());
    words.addAll(options);
    words.add("--");
    words.addAll(arguments);
    ProcessBuilder program =
        internet
            .program(words)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("console").toFile());
    return new Running(internet.start(program), directory);
  }

  /** Runs it to its end. */
  Map<String, String> results() {
    return start().results();
  }

  /** One that has been started. */
  record Running(Process process, Path directory) {
    /** What the script has written, by the names of the files, when the machine has ended. */
    Map<String, String> results() {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          process.destroy();
          throw new AssertionError("did not shut down by itself:\n" + console());
        }
        Map<String, String> results = new LinkedHashMap<>();
        try (var files = Files.newDirectoryStream(directory.resolve("out"))) {
          for (Path file : files) {
            results.put(file.getFileName().toString(), Files.readString(file).strip());
          }
        }
        return results;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while a test waited", e);
      }
    }

    /**
     * What jbuild says of it, when its script has written a file called up. Then the script finds a
     * file called seen.
     */
    String status(SmallInternet internet) {
      String name = directory.getFileName().toString();
      ProcessBuilder program = internet.program(BuiltImages.jbuild("status", name).command());
      Path out = directory.resolve("out");
      try {
        awaitFile(out, "up");
        Finished status = NetworkNamespaces.inside(internet.host(), () -> Finished.of(program));
        Files.createFile(out.resolve("seen"));
        return status.successfully().output();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while a test waited", e);
      }
    }

    private void awaitFile(Path place, String name) throws IOException, InterruptedException {
      try (WatchService changes = place.getFileSystem().newWatchService()) {
        place.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
        while (!Files.exists(place.resolve(name))) {
          WatchKey key = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
          if (key == null || !process.isAlive()) {
            process.destroy();
            throw new AssertionError("did not come up:\n" + console());
          }
          key.pollEvents();
          key.reset();
        }
      }
    }

    String console() {
      try {
        return Files.readString(directory.resolve("console"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
