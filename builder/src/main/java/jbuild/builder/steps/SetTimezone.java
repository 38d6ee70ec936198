package jbuild.builder.steps;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/** Sets the time zone, which must be one that the image knows. */
public record SetTimezone(String timezone) implements Step {
  private static final String ZONES = "/usr/share/zoneinfo/";
  private static final String LOCALTIME = "/etc/localtime";
  private static final String UTC = "UTC";

  @Override
  public String name() {
    return "set the time zone to " + timezone;
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      if (tree.exists(ZONES + timezone)) {
        // Relative, so that it leads to the image's zone also when looked at from outside.
        tree.link(LOCALTIME, ".." + ZONES + timezone);
      } else if (timezone.equals(UTC)) {
        // Without a zone a system has this one: no data is needed.
        tree.remove(LOCALTIME);
      } else {
        throw unknown(tree.exists(ZONES));
      }
      if (Debian.is(tree)) {
        TextFiles.write(tree, "/etc/timezone", timezone + "\n");
      }
    }
  }

  private Failure unknown(boolean otherZones) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot set the time zone to " + timezone,
        otherZones
            ? "the image's time zone data do not have it"
            : "the image has no time zone data",
        otherZones
            ? "correct system.timezone; zones of old names are in the package tzdata-legacy"
            : "add the package that brings /usr/share/zoneinfo to packages.install");
  }
}
