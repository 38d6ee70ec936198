package jbuild.builder.steps;

import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileType;

/** Takes manuals out of the image; what packages say of their licences stays. */
public record RemoveDocumentation() implements Step {
  private static final String DOCUMENTS = "/usr/share/doc";
  private static final String LICENCE = "copyright";
  private static final List<String> MANUALS =
      List.of("/usr/share/man", "/usr/share/info", "/usr/share/gtk-doc", "/usr/share/help");

  @Override
  public String name() {
    return "remove documentation";
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      for (String directory : MANUALS) {
        tree.list(directory).forEach(name -> tree.remove(directory + "/" + name));
      }
      for (String name : tree.list(DOCUMENTS)) {
        String directory = DOCUMENTS + "/" + name;
        // Packages of one source share a directory: the link to it is all they have.
        if (tree.type(directory).filter(FileType.DIRECTORY::equals).isPresent()) {
          tree.list(directory).stream()
              .filter(file -> !file.equals(LICENCE))
              .forEach(file -> tree.remove(directory + "/" + file));
        }
      }
    }
  }
}
