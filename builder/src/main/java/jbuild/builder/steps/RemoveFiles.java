package jbuild.builder.steps;

import java.util.List;
import java.util.regex.Pattern;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;

/**
 * Takes files and directories out of the image.
 *
 * @param patterns absolute paths; * and ? stand for parts of one name, as in glob(7)
 */
public record RemoveFiles(List<String> patterns) implements Step {
  public RemoveFiles {
    patterns = List.copyOf(patterns);
  }

  @Override
  public String name() {
    return patterns.size() == 1 ? "remove " + patterns.get(0) : "remove files";
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      for (String pattern : patterns) {
        remove(tree, "", List.of(pattern.substring(1).split("/")), workspace);
      }
    }
  }

  private static void remove(
      ImageTree tree, String directory, List<String> names, Workspace workspace) {
    Pattern pattern = pattern(names.get(0));
    List<String> rest = names.subList(1, names.size());
    for (String name : tree.list(directory.isEmpty() ? "/" : directory)) {
      if (pattern.matcher(name).matches()) {
        String path = directory + "/" + name;
        if (rest.isEmpty()) {
          workspace.progress().detail(path);
          tree.remove(path);
        } else {
          remove(tree, path, rest, workspace);
        }
      }
    }
  }

  /** A name that begins with a dot is meant only where the pattern has the dot: see glob(7). */
  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder(glob.matches("[*?].*") ? "(?!\\.)" : "");
    for (char letter : glob.toCharArray()) {
      switch (letter) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
