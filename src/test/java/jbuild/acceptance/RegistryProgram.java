package jbuild.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.tools.ToolsImage;

/** Debian's docker-registry, on this host's loopback link alone. */
final class RegistryProgram implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:[0-9]+)");

  private final Process process;
  private final String address;

  private RegistryProgram(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it.
   *
   * @param more lines of its configuration
   */
  static RegistryProgram start(ToolsImage tools, Path directory, String more) throws IOException {
    Path configuration = directory.resolve("registry.yml");
    Files.writeString(
        configuration,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:0"}
        %s
        """
            .formatted(directory.resolve("registry"), more));
    Process process =
        tools
            .program(List.of("docker-registry", "serve", configuration.toString()))
            .redirectErrorStream(true)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    String line = lines.readLine();
    while (line != null) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        drain(lines);
        return new RegistryProgram(process, listening.group(1));
      }
      said.append(line).append('\n');
      line = lines.readLine();
    }
    throw new AssertionError("the registry does not start: " + said);
  }

  /** It would wait for somebody to read what it says. */
  private static void drain(BufferedReader lines) {
    Thread reader = new Thread(() -> lines.lines().forEach(line -> {}), "lines of the registry");
    reader.setDaemon(true);
    reader.start();
  }

  /** Host and port. */
  String address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
