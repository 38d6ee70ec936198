package jbuild.builder.steps;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Recipe;
import jbuild.runner.image.ImageTree;

/** Decides which units start with the system; the image's own systemctl knows how. */
public record SetServices(Recipe.Services services) implements Step {
  private static final String DIRECTORY = "/etc/systemd/system-preset";

  @Override
  public String name() {
    List<String> parts = new ArrayList<>();
    if (services.presetAll()) {
      parts.add("preset all units");
    } else if (!services.preset().isEmpty()) {
      parts.add("write presets");
    }
    addPart(parts, "enable", services.enable());
    addPart(parts, "disable", services.disable());
    addPart(parts, "mask", services.mask());
    return String.join(", ", parts);
  }

  private static void addPart(List<String> parts, String verb, List<String> units) {
    if (!units.isEmpty()) {
      parts.add(verb + " " + String.join(" ", units));
    }
  }

  @Override
  public void run(Workspace workspace) {
    if (!services.preset().isEmpty()) {
      writePresets(workspace);
    }
    if (services.presetAll()) {
      run(workspace, List.of("systemctl", "preset-all"));
    }
    systemctl(workspace, "disable", services.disable());
    systemctl(workspace, "enable", services.enable());
    systemctl(workspace, "mask", services.mask());
  }

  private static void systemctl(Workspace workspace, String verb, List<String> units) {
    if (units.isEmpty()) {
      return;
    }
    List<String> argv = new ArrayList<>(List.of("systemctl", verb, "--"));
    argv.addAll(units);
    run(workspace, argv);
  }

  /** The first line that fits a unit counts, and files are read in the order of their names. */
  private void writePresets(Workspace workspace) {
    String text = String.join("\n", services.preset()) + "\n";
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      tree.directory(DIRECTORY, 0755, 0, 0);
      tree.write(DIRECTORY + "/00-recipe.preset", text.getBytes(US_ASCII), 0644, 0, 0);
    }
  }

  private static void run(Workspace workspace, List<String> argv) {
    // There is no systemd to talk to: it changes the links on disk only.
    workspace.sandbox().run(Command.in(workspace.root(), argv).with("SYSTEMD_OFFLINE", "1"));
  }
}
