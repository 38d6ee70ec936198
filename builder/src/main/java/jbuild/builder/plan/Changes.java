package jbuild.builder.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import jbuild.builder.text.JsonText;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** What the steps of one build have changed that the recipe does not ask for. */
public record Changes(Workspace workspace) {
  /** Remembers one, for the manifest. */
  public void add(Map<String, ?> change) {
    String line = new String(JsonText.of(change), StandardCharsets.UTF_8) + "\n";
    try {
      Files.writeString(file(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** All of them, each as JSON in one line. */
  public List<String> all() {
    try {
      return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Path file() {
    return workspace.directory().resolve("changes");
  }

  private Failure unusable(IOException e) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot note what was changed",
        Reasons.of(e),
        "make room in the output directory, or choose another with --output-dir");
  }
}
