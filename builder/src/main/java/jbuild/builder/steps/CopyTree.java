package jbuild.builder.steps;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.CopiedTree;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;

/** Puts the files of a directory beside the recipe into the image, with their modes and links. */
public record CopyTree(CopiedTree tree) implements Step {
  private static final int MODE_BITS = 07777;

  @Override
  public String name() {
    return "copy " + tree.source().getFileName() + " to " + tree.path();
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree image = ImageTree.open(workspace.root())) {
      Accounts accounts = Accounts.of(image);
      int uid = accounts.user(tree.owner());
      int gid = accounts.group(tree.owner());
      Files.walkFileTree(tree.source(), new Copying(image, uid, gid));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot copy " + tree.source() + " to " + tree.path(),
          Reasons.of(e),
          "leave the files that the recipe names in place while it is built");
    }
  }

  private final class Copying extends SimpleFileVisitor<Path> {
    private final ImageTree image;
    private final int uid;
    private final int gid;

    Copying(ImageTree image, int uid, int gid) {
      this.image = image;
      this.uid = uid;
      this.gid = gid;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      // The directory that was named only says where to begin: what is in the image stays as it is.
      if (!directory.equals(tree.source()) && !image.exists(target(directory))) {
        image.directory(target(directory), mode(directory), uid, gid);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isSymbolicLink()) {
        image.link(target(file), Files.readSymbolicLink(file).toString());
      } else if (attributes.isRegularFile()) {
        image.write(target(file), Files.readAllBytes(file), mode(file), uid, gid);
      } else {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot copy " + file,
            "it is neither a file nor a directory nor a link",
            "take it out of " + tree.source());
      }
      return FileVisitResult.CONTINUE;
    }

    private String target(Path file) {
      String inside = tree.source().relativize(file).toString();
      return tree.path().equals("/") ? "/" + inside : tree.path() + "/" + inside;
    }

    private int mode(Path file) throws IOException {
      Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return (Integer) mode & MODE_BITS;
    }
  }
}
