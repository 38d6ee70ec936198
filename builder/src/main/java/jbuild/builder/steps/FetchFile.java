package jbuild.builder.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Download;
import jbuild.builder.repository.ContentCache;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.repository.Proxies;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;

/**
 * Puts a file of the network into the image, when it is the one that the recipe describes.
 *
 * @param environment where proxies are found
 */
public record FetchFile(Download download, Map<String, String> environment) implements Step {
  /** The whole file is held in memory on its way into the image. */
  private static final long MOST = 512L * 1024 * 1024;

  public FetchFile {
    environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "fetch " + download.path();
  }

  @Override
  public void run(Workspace workspace) {
    workspace.progress().detail(Mirrors.shown(download.url()));
    ContentCache files = new ContentCache(workspace.cache().resolve("files"));
    files.sweep();
    Path file =
        new Downloads(new Fetcher(Limits.USUAL, new Proxies(environment)), files)
            .fetch(download.url(), download.sha256(), MOST, workspace.progress());
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      Accounts accounts = Accounts.of(tree);
      int uid = accounts.user(download.owner());
      int gid = accounts.group(download.owner());
      tree.write(download.path(), Files.readAllBytes(file), download.mode(), uid, gid);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + download.path(),
          "cannot read " + file + ": " + Reasons.of(e),
          "leave the cache in place while an image is built");
    }
  }

  /** Values of variables can be secrets. */
  @Override
  public String toString() {
    return "FetchFile[" + download + "]";
  }
}
