package jbuild.builder.steps;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;

/**
 * Sets the keyboard of the console.
 *
 * @param keymap as loadkeys(1) calls it: a layout, and a variant after a dash
 */
public record SetKeymap(String keymap) implements Step {
  @Override
  public String name() {
    return "set the keymap to " + keymap;
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      TextFiles.write(tree, "/etc/vconsole.conf", "KEYMAP=" + keymap + "\n");
      if (Debian.is(tree)) {
        // Debian's console has the keyboard of the graphical system: see keyboard(5).
        String[] words = keymap.split("-", 2);
        String variant = words.length > 1 ? words[1] : "";
        TextFiles.write(
            tree,
            "/etc/default/keyboard",
            "XKBMODEL=\"pc105\"\nXKBLAYOUT=\""
                + words[0]
                + "\"\nXKBVARIANT=\""
                + variant
                + "\"\nBACKSPACE=\"guess\"\n");
      }
    }
  }
}
