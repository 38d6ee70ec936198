package jbuild.builder.distribution.rpm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.ProgramTree;

/**
 * Keys of repositories that are for the build alone: rpm has learned them for the image, and they
 * are to stay no longer than the repositories do.
 */
public record PassingKeys(RpmSystem system) {
  private static final int SHORT = 8;

  /** What is not known need not be forgotten. */
  private static final String FORGETTING =
      """
      root=$1
      shift
      for key; do
        if rpm --root "$root" -q "$key"; then rpm --root "$root" -e --allmatches "$key"; fi
      done
      """;

  /** Forgets them in the image. */
  public void forget(Workspace workspace, RpmWork work, ProgramTree tools) {
    List<String> argv =
        new ArrayList<>(List.of("sh", "-e", "-c", FORGETTING, "sh", RpmWork.TARGET));
    for (String fingerprint : system.passingKeys()) {
      String name = fingerprint.toLowerCase(Locale.ROOT);
      // rpm 6 calls them after the whole fingerprint.
      argv.add("gpg-pubkey-" + name.substring(name.length() - SHORT));
      argv.add("gpg-pubkey-" + name);
    }
    workspace.sandbox().run(work.command(tools, argv, false));
  }
}
