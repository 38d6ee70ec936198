package jbuild.builder.plan;

import java.nio.file.Path;

/**
 * Where one build happens, and the means it has.
 *
 * @param directory of this build alone; removed at its end, whatever the end
 * @param cache shared with other builds; see {@code docs/cache.md} for what lies where
 * @param sandbox runs programs
 * @param progress tells the user
 * @param ending says how the end of jbuild and the end of the build go together
 */
public record Workspace(
    Path directory, Path cache, Sandbox sandbox, Progress progress, Ending ending) {
  /** One that nobody ends before its time. */
  public Workspace(Path directory, Path cache, Sandbox sandbox, Progress progress) {
    this(directory, cache, sandbox, progress, Runnable::run);
  }

  /** The root of the image, for mounts and command lines only: never open what is below it. */
  public Path root() {
    return root(directory);
  }

  /** The same, before there is a workspace. */
  public static Path root(Path directory) {
    return directory.resolve("root");
  }
}
