package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.linux.SyscallFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {
  @TempDir Path directory;
  private Path tree;

  @BeforeEach
  void makeATree() throws IOException {
    tree = Files.createDirectories(directory.resolve("tree"));
    Files.createDirectories(tree.resolve("b/deep"));
    Files.writeString(tree.resolve("b/file"), "12345");
    Files.createSymbolicLink(tree.resolve("a-link"), Path.of("b"));
    Files.createFile(tree.resolve("c"));
  }

  @Test
  void looksAtAllFilesInTheOrderOfTheirNamesAndFollowsNoLink() {
    List<String> looked = new ArrayList<>();
    List<String> visited = new ArrayList<>();
    try (ImageTree image = ImageTree.open(tree)) {
      TreeWalk.look(
          image.root(),
          (path, in, status) -> looked.add(path + " " + status.type() + " " + status.inode()));
      TreeWalk.visit(
          image.root(),
          (path, place, status) -> visited.add(path + " " + status.type() + " " + status.inode()));
    }

    assertEquals(visited, looked);
    assertEquals(
        List.of("", "a-link", "b", "b/deep", "b/file", "c"),
        looked.stream().map(line -> line.split(" ")[0]).toList());
  }

  @Test
  @Tag("root")
  void refusesToLookAtAFileThatIsMountedOverAnother() throws Exception {
    run("mount", "--bind", "/proc/self/status", tree.resolve("c").toString());
    try (ImageTree image = ImageTree.open(tree)) {
      assertThrows(
          SyscallFailure.class,
          () -> TreeWalk.look(image.root(), (path, in, status) -> status.size()));
    } finally {
      run("umount", tree.resolve("c").toString());
    }
  }

  private static void run(String... argv) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder(argv).inheritIO().start().waitFor());
  }
}
