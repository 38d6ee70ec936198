package jbuild.builder.steps;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;

/** Lets systemd-networkd ask the network for the addresses of wired links. */
public record SetNetwork() implements Step {
  // After the files that distributions bring for containers and virtual machines.
  private static final String FILE = "/etc/systemd/network/89-dhcp.network";
  private static final String RESOLVER = "/usr/lib/systemd/systemd-resolved";
  private static final String RESOLVED = "/run/systemd/resolve/stub-resolv.conf";

  @Override
  public String name() {
    return "ask the network for addresses";
  }

  @Override
  public void run(Workspace workspace) {
    List<String> services = new ArrayList<>(List.of("systemd-networkd.service"));
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      TextFiles.write(tree, FILE, "[Match]\nType=ether\nKind=!*\n\n[Network]\nDHCP=yes\n");
      if (tree.exists(RESOLVER)) {
        services.add("systemd-resolved.service");
        tree.link("/etc/resolv.conf", "../" + RESOLVED.substring(1));
      }
    }
    List<String> argv = new ArrayList<>(List.of("systemctl", "enable", "--"));
    argv.addAll(services);
    workspace.sandbox().run(Command.in(workspace.root(), argv).with("SYSTEMD_OFFLINE", "1"));
  }
}
