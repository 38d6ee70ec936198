package jbuild.tools;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The programs that jbuild is compared with and checked by: those of test-images/tools.toml. The
 * host needs none of them.
 *
 * <p>They see the host's processes, devices, network and temporary files, and the paths that a test
 * names.
 */
public final class ToolsImage {
  private final Path tree;
  private final List<Path> shown;

  private ToolsImage(Path tree, List<Path> shown) {
    this.tree = tree;
    this.shown = shown;
  }

  public static ToolsImage get() {
    return of("test-images/tools.toml");
  }

  /** The programs of another image that are used in the same way. */
  public static ToolsImage of(String recipe) {
    return new ToolsImage(BuiltImages.of(recipe), List.of());
  }

  /** The same, but this directory of the host is there too, at its own path. */
  public ToolsImage showing(Path directory) {
    return new ToolsImage(
        tree, Stream.concat(shown.stream(), Stream.of(directory.toAbsolutePath())).toList());
  }

  /** A program of the image, ready to be started. */
  public ProcessBuilder program(List<String> command) {
    List<String> words =
        new ArrayList<>(
            List.of("unshare", "--mount", "--propagation", "slave", "/bin/sh", script()));
    words.add(tree.toString());
    shown.forEach(path -> words.add(path.toString()));
    words.add("--");
    words.addAll(command);
    return new ProcessBuilder(words);
  }

  public Finished run(String... command) {
    return Finished.of(program(List.of(command)));
  }

  private static String script() {
    try {
      return Path.of(ToolsImage.class.getResource("enter.sh").toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource that is no file", e);
    }
  }
}
