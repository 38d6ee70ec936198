package jbuild.builder.steps;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.RootPassword;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/** Decides how root logs in. */
public record SetRootPassword(RootPassword password) implements Step {
  private static final String SHADOW = "/etc/shadow";
  private static final String SECURE_TERMINALS = "/etc/securetty";
  private static final List<String> TERMINALS = List.of("console", "pts/0");
  private static final String ROOT = "root:";
  private static final int LONGEST = 1024;

  @Override
  public String name() {
    return "set the root password";
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      if (password instanceof RootPassword.Locked) {
        setField(tree, "*");
      } else if (password instanceof RootPassword.Empty) {
        setField(tree, "");
        allowConsole(tree);
      } else if (password instanceof RootPassword.Hashed hashed) {
        setField(tree, hashed.hash());
      } else if (password instanceof RootPassword.FromFile fromFile) {
        // The image's own program chooses the hash that its login understands.
        String input = ROOT + firstLine(fromFile.file()) + "\n";
        workspace.sandbox().run(Command.in(workspace.root(), "chpasswd").reading(input));
      }
    }
  }

  private static void setField(ImageTree tree, String field) {
    String shadow =
        TextFiles.read(tree, SHADOW)
            .filter(text -> text.lines().anyMatch(line -> line.startsWith(ROOT)))
            .orElseThrow(
                () ->
                    failure(
                        "the image has no line for root in " + SHADOW,
                        "add the package that brings it to packages.install"));
    TextFiles.edit(tree, SHADOW, Lines.of(shadow.lines().map(line -> with(line, field))));
  }

  private static String with(String line, String field) {
    if (!line.startsWith(ROOT)) {
      return line;
    }
    int next = line.indexOf(':', ROOT.length());
    return ROOT + field + (next < 0 ? ":::::::" : line.substring(next));
  }

  /** Old releases let root in without a password only on terminals of this list. */
  private static void allowConsole(ImageTree tree) {
    Optional<String> list = TextFiles.read(tree, SECURE_TERMINALS);
    if (list.isPresent()) {
      List<String> known = list.get().lines().toList();
      Stream<String> missing = TERMINALS.stream().filter(terminal -> !known.contains(terminal));
      TextFiles.edit(tree, SECURE_TERMINALS, Lines.of(Stream.concat(known.stream(), missing)));
    }
  }

  private static String firstLine(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      char[] start = new char[LONGEST];
      int length = Math.max(0, reader.read(start));
      String line = new String(start, 0, length).lines().findFirst().orElse("");
      if (line.isEmpty() || line.length() == LONGEST || line.matches(".*\\p{Cntrl}.*")) {
        throw failure(
            "the first line of "
                + file
                + " is empty, longer than 1023 characters, or has"
                + " control characters",
            "write the password, and nothing else, into the file");
      }
      return line;
    } catch (IOException e) {
      throw failure(file + " cannot be read as UTF-8", "check system.root-password");
    }
  }

  private static Failure failure(String why, String fix) {
    return new Failure(ExitStatus.FAILED, "cannot set the root password", why, fix);
  }
}
