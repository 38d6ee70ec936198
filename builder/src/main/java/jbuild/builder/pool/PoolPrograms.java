package jbuild.builder.pool;

import java.nio.file.Path;
import java.util.Map;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Sandbox;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.image.pool.PoolFormat;

/** Makes the file systems of pools with the host's mkfs.btrfs, or with that of Debian. */
public final class PoolPrograms implements PoolFormat {
  private static final String FILE = ProgramTree.PLACE + "pool";

  private final Toolsets tools;
  private final Sandbox sandbox;
  private final Path cache;
  private final Progress progress;

  /**
   * @param sandbox where the program runs
   * @param cache where it is kept if it has to be fetched
   */
  public PoolPrograms(Toolsets tools, Sandbox sandbox, Path cache, Progress progress) {
    this.tools = tools;
    this.sandbox = sandbox;
    this.cache = cache;
    this.progress = progress;
  }

  /** With Debian's packages where the host has no such program. */
  public static PoolPrograms of(
      Sandbox sandbox, Path cache, Progress progress, Map<String, String> environment) {
    Toolsets tools = Toolsets.of(DebianStable.forHost(environment));
    return new PoolPrograms(tools, sandbox, cache, progress);
  }

  /** Metadata once: what lies in a file is as safe as the file. */
  @Override
  public void format(Path file) {
    Command command =
        tools
            .get(Toolset.BTRFS, cache, progress)
            .command("mkfs.btrfs", "--quiet", "--metadata", "single", FILE)
            .bind(file, FILE);
    sandbox.run(command, progress::detail);
  }
}
