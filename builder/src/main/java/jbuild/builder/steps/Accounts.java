package jbuild.builder.steps;

import java.util.Optional;
import jbuild.builder.recipe.Owner;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/** The users and groups that an image knows by name. */
record Accounts(String users, String groups) {
  private static final int NUMBER = 2;

  static Accounts of(ImageTree tree) {
    return new Accounts(
        TextFiles.read(tree, "/etc/passwd").orElse(""),
        TextFiles.read(tree, "/etc/group").orElse(""));
  }

  int user(Owner owner) {
    return number("user", users, owner.user());
  }

  int group(Owner owner) {
    return number("group", groups, owner.group());
  }

  private static int number(String kind, String table, String name) {
    if (name.matches("[0-9]+")) {
      return Integer.parseInt(name);
    }
    // Root is root also where nothing is installed.
    Optional<Integer> root = Optional.of(0).filter(zero -> name.equals("root"));
    return table
        .lines()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > NUMBER && fields[0].equals(name))
        .filter(fields -> fields[NUMBER].matches("[0-9]{1,9}"))
        .map(fields -> Integer.parseInt(fields[NUMBER]))
        .findFirst()
        .or(() -> root)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "cannot give a file to the " + kind + " " + name,
                    "the image has no such " + kind,
                    "install the package that brings it, or create it in a script of phase"
                        + " after-packages"));
  }
}
