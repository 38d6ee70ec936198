package jbuild.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The links of a machine and of its host.
 *
 * @param inside what the machine says of its own
 * @param outside the host's, while the machine runs
 * @param afterwards the host's, when it has ended
 * @param status with which the program ended that ran it
 * @param errors what that has said
 */
record SeenLinks(
    String inside, List<String> outside, List<String> afterwards, int status, String errors) {
  static final String IMAGE = "test-images/network.toml";

  private static final String END = "these are all";

  /** Shows the machine's links, and waits for whoever looks at the host's. */
  static final List<String> COMMAND =
      List.of("/bin/sh", "-c", "ip -details link; echo " + END + "; exec cat");

  static SeenLinks of(TestNetwork network, ProcessBuilder program)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("jbuild-test", ".err");
    try {
      Process process = network.start(program.redirectError(errors.toFile()));
      StringBuilder inside = new StringBuilder();
      List<String> outside;
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        String line = output.readLine();
        while (line != null && !line.equals(END)) {
          inside.append(line).append('\n');
          line = output.readLine();
        }
        outside = network.links();
        process.outputWriter().close();
        int status = process.waitFor();
        return new SeenLinks(
            inside.toString(), outside, network.links(), status, Files.readString(errors));
      }
    } finally {
      Files.delete(errors);
    }
  }

  /** The same, with other names of links inside. */
  SeenLinks renamed(Map<String, String> names) {
    String renamed = inside;
    for (Map.Entry<String, String> name : names.entrySet()) {
      renamed = renamed.replace(": " + name.getKey() + "@", ": " + name.getValue() + "@");
    }
    return new SeenLinks(renamed, outside, afterwards, status, errors);
  }
}
