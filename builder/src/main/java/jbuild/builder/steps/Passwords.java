package jbuild.builder.steps;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Password;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/**
 * Sets the passwords of an image. None of them is ever in an argument of a program or in a log.
 *
 * @param environment where passwords may be
 */
record Passwords(Map<String, String> environment) {
  private static final String SHADOW = "/etc/shadow";
  private static final int LONGEST = 1024;

  Passwords {
    environment = Map.copyOf(environment);
  }

  void set(Workspace workspace, ImageTree tree, String user, Password password) {
    if (password instanceof Password.Locked) {
      setField(tree, user, "*");
    } else if (password instanceof Password.Empty) {
      setField(tree, user, "");
    } else if (password instanceof Password.Hashed hashed) {
      setField(tree, user, hashed.hash());
    } else {
      // The image's own program chooses the hash that its login understands.
      String input = user + ":" + text(user, password) + "\n";
      workspace.sandbox().run(Command.in(workspace.root(), "chpasswd").reading(input));
    }
  }

  private static void setField(ImageTree tree, String user, String field) {
    String start = user + ":";
    String shadow =
        TextFiles.read(tree, SHADOW)
            .filter(text -> text.lines().anyMatch(line -> line.startsWith(start)))
            .orElseThrow(
                () ->
                    failure(
                        user,
                        "the image has no line for " + user + " in " + SHADOW,
                        "add the package that brings it to packages.install"));
    TextFiles.edit(tree, SHADOW, Lines.of(shadow.lines().map(line -> with(line, start, field))));
  }

  private static String with(String line, String start, String field) {
    if (!line.startsWith(start)) {
      return line;
    }
    int next = line.indexOf(':', start.length());
    return start + field + (next < 0 ? ":::::::" : line.substring(next));
  }

  private String text(String user, Password password) {
    if (password instanceof Password.FromFile file) {
      return firstLine(user, file.file());
    }
    String variable = ((Password.FromEnvironment) password).variable();
    String value = environment.getOrDefault(variable, "");
    return usable(
        user,
        value,
        "the variable " + variable,
        "export it; sudo keeps it with -E or --preserve-env");
  }

  private static String firstLine(String user, Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      char[] start = new char[LONGEST];
      int length = Math.max(0, reader.read(start));
      String line = new String(start, 0, length).lines().findFirst().orElse("");
      return usable(
          user,
          line,
          "the first line of " + file,
          "write the password, and nothing else, into the file");
    } catch (IOException e) {
      throw failure(user, file + " cannot be read as UTF-8", "check the path in the recipe");
    }
  }

  private static String usable(String user, String text, String where, String fix) {
    if (text.isEmpty() || text.length() >= LONGEST || text.matches(".*\\p{Cntrl}.*")) {
      String why = " is empty, longer than 1023 characters, or has control characters";
      throw failure(user, where + why, fix);
    }
    return text;
  }

  private static Failure failure(String user, String why, String fix) {
    return new Failure(ExitStatus.FAILED, "cannot set the " + user + " password", why, fix);
  }
}
