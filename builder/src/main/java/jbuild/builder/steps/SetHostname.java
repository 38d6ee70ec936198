package jbuild.builder.steps;

import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;

/** Gives the system its name, and lets it resolve that name without a network. */
public record SetHostname(String hostname) implements Step {
  private static final String HOSTS = "/etc/hosts";
  private static final String LOCALHOST =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      """;

  @Override
  public String name() {
    return "set the host name to " + hostname;
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      TextFiles.write(tree, "/etc/hostname", hostname + "\n");
      String hosts = TextFiles.read(tree, HOSTS).orElse("");
      String known = hosts.isBlank() ? LOCALHOST : Lines.ended(hosts);
      if (!names(known).contains(hostname)) {
        TextFiles.write(tree, HOSTS, known + "127.0.1.1\t" + withShortName() + "\n");
      }
    }
  }

  /** The name up to its first dot is what programs look up most. */
  private String withShortName() {
    int dot = hostname.indexOf('.');
    return dot < 0 ? hostname : hostname + " " + hostname.substring(0, dot);
  }

  private static List<String> names(String hosts) {
    return hosts
        .lines()
        .map(line -> line.replaceFirst("#.*", ""))
        .flatMap(line -> List.of(line.trim().split("\\s+")).stream().skip(1))
        .toList();
  }
}
