package jbuild.builder.steps;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Password;
import jbuild.runner.image.ImageTree;

/**
 * Decides how root logs in.
 *
 * @param environment where passwords may be
 */
public record SetRootPassword(Password password, Map<String, String> environment) implements Step {
  private static final String SECURE_TERMINALS = "/etc/securetty";
  private static final List<String> TERMINALS = List.of("console", "pts/0");

  public SetRootPassword {
    environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "set the root password";
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      new Passwords(environment).set(workspace, tree, "root", password);
      if (password instanceof Password.Empty) {
        allowConsole(tree);
      }
    }
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

  /** Values of variables can be secrets. */
  @Override
  public String toString() {
    return "SetRootPassword";
  }
}
