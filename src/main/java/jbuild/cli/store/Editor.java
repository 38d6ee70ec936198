package jbuild.cli.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.store.SettingsPlaces;
import jbuild.runner.image.store.SmallFile;

/** The user's editor: a program of the host, on the terminal of this process. */
final class Editor {
  private static final List<String> VARIABLES = List.of("SYSTEMD_EDITOR", "EDITOR", "VISUAL");
  private static final List<String> USUAL = List.of("editor", "nano", "vim", "vi");

  private final List<List<String>> commands;

  private Editor(List<List<String>> commands) {
    this.commands = commands;
  }

  /** The one that the environment names, or one that is there. */
  static Editor of(Map<String, String> environment) {
    for (String variable : VARIABLES) {
      String command = environment.getOrDefault(variable, "").strip();
      if (!command.isEmpty()) {
        return new Editor(List.of(List.of(command.split("\\s+"))));
      }
    }
    return new Editor(USUAL.stream().map(List::of).toList());
  }

  /** Whether the file was changed. It is replaced in one step, and only when the editor is done. */
  boolean edit(SettingsPlaces.Edited edited) {
    byte[] before =
        Files.exists(edited.original()) ? SmallFile.read(edited.original()) : new byte[0];
    byte[] after = edit(before, edited.file().getFileName().toString());
    boolean isEmpty = new String(after, StandardCharsets.UTF_8).isBlank();
    boolean isSame = Arrays.equals(before, after) && edited.file().equals(edited.original());
    if (isEmpty || isSame) {
      return false;
    }
    SmallFile.write(edited.file(), after, edited.original());
    return true;
  }

  private byte[] edit(byte[] content, String name) {
    try {
      Path directory = Files.createTempDirectory("jbuild-edit");
      Path copy = directory.resolve(name);
      try {
        Files.write(copy, content);
        run(copy);
        return Files.readAllBytes(copy);
      } finally {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot edit " + name,
          Reasons.of(e),
          "make room below " + System.getProperty("java.io.tmpdir"),
          List.of(),
          e);
    }
  }

  private void run(Path copy) {
    for (List<String> command : commands) {
      List<String> words = new ArrayList<>(command);
      words.add(copy.toString());
      try {
        int status = new ProcessBuilder(words).inheritIO().start().waitFor();
        if (status != 0) {
          throw failure(command.get(0) + " ended with status " + status);
        }
        return;
      } catch (IOException e) {
        // Not there: the next one may be.
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure("it was interrupted");
      }
    }
    throw failure(
        "Cannot edit files: no editor is there. Set either $SYSTEMD_EDITOR, $EDITOR or"
            + " $VISUAL.");
  }

  private static Failure failure(String why) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot edit the settings",
        why,
        "name an editor in SYSTEMD_EDITOR, EDITOR or VISUAL");
  }
}
