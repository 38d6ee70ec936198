package jbuild.builder.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.ImageFile;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;

/** Puts the recipe's files into the image. */
public record WriteFiles(List<ImageFile> files) implements Step {
  public WriteFiles {
    files = List.copyOf(files);
  }

  @Override
  public String name() {
    return files.size() == 1 ? "write " + files.get(0).path() : "write " + files.size() + " files";
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      Accounts accounts = Accounts.of(tree);
      for (ImageFile file : files) {
        workspace.progress().detail(file.path());
        if (file.content() instanceof ImageFile.Content.Link link) {
          tree.link(file.path(), link.target());
          continue;
        }
        int uid = accounts.user(file.owner());
        int gid = accounts.group(file.owner());
        tree.write(file.path(), bytes(file), file.mode(), uid, gid);
      }
    }
  }

  private static byte[] bytes(ImageFile file) {
    if (file.content() instanceof ImageFile.Content.Text text) {
      return text.text().getBytes(StandardCharsets.UTF_8);
    }
    ImageFile.Content.Copy copy = (ImageFile.Content.Copy) file.content();
    try {
      return Files.readAllBytes(copy.source());
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + file.path(),
          "cannot read " + copy.source() + ": " + Reasons.of(e),
          "leave the files that the recipe names in place while it is built");
    }
  }
}
