package jbuild.builder.steps;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Recipe;

/** Decides which units start with the system; the image's own systemctl knows how. */
public record SetServices(Recipe.Services services) implements Step {
  @Override
  public String name() {
    List<String> parts = new ArrayList<>();
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
    // There is no systemd to talk to: it changes the links on disk only.
    workspace.sandbox().run(Command.in(workspace.root(), argv).with("SYSTEMD_OFFLINE", "1"));
  }
}
