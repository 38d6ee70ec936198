package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.oci.image.Launch;
import jbuild.builder.output.LayerMark;
import jbuild.builder.output.OciOutput;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.LayerCompression;
import jbuild.runner.image.Trees;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layouts that jbuild writes, in the hands of others. */
@Tag("root")
@Tag("beside")
class OciOutputIT {
  private static final String FIRST =
      """
      set -e
      cd "$1"
      mkdir -p usr/bin usr/lib/deep/er etc
      echo tool > usr/bin/tool
      chmod 4755 usr/bin/tool
      ln usr/bin/tool usr/lib/deep/er/tool
      ln -s ../bin/tool usr/lib/link
      setfattr -n user.note -v kept usr/lib/deep
      setfacl -m u:33:r-x,d:g:5:rwx usr/lib/deep/er
      mkfifo etc/fifo
      mknod etc/null c 1 3
      truncate -s 5M usr/lib/holes
      echo end >> usr/lib/holes
      chown -h 33:44 usr/lib/link etc/fifo
      """;

  private static final String SECOND =
      """
      set -e
      cd "$1"
      echo more >> usr/bin/tool
      echo package > etc/package
      rm usr/lib/link
      """;

  private static final String THIRD =
      """
      set -e
      cd "$1"
      chmod 0700 usr/lib
      touch -d '1999-12-31 23:59:59.123456789 UTC' etc/package usr etc
      """;

  /** All that a tree is, as lines. */
  private static final String SHOWN =
      """
      cd "$1"
      find . -printf '%p %y %m %U:%G %T@ %l\\n' | sort
      find . ! -type d -printf '%p %n %s\\n' | sort
      find . -type f -exec sha256sum {} + | sort
      find . -type c -exec stat -c '%n %t:%T' {} +
      getfattr --absolute-names -d -h -m - -R . | sort
      getfacl -R . | sort
      """;

  @TempDir Path directory;
  private final ToolsImage tools = ToolsImage.of("test-images/formats.toml");

  @AfterEach
  void removeTrees() {
    Trees.remove(directory.resolve("bundle"));
  }

  @ParameterizedTest
  @EnumSource(
      value = LayerCompression.class,
      names = {"GZIP", "NONE"})
  void unpackToTheSameTreeAndAreCopied(LayerCompression compression) throws IOException {
    Workspace workspace =
        new Workspace(directory, directory, (command, lines) -> {}, Progress.SILENT);
    String root = Files.createDirectory(workspace.root()).toString();
    tools.run("sh", "-c", FIRST, "sh", root).successfully();
    new LayerMark(LayerMark.BASE).run(workspace);
    tools.run("sh", "-c", SECOND, "sh", root).successfully();
    new LayerMark(LayerMark.PACKAGES).run(workspace);
    tools.run("sh", "-c", THIRD, "sh", root).successfully();

    new OciOutput("image.oci", "1.0", compression, Launch.NONE).run(workspace);

    String layout = directory.resolve("outputs/image.oci").toString();
    tools
        .run("umoci", "unpack", "--image=" + layout + ":1.0", directory + "/bundle")
        .successfully();
    assertEquals(shown(root), shown(directory + "/bundle/rootfs"));
    tools
        .run("skopeo", "copy", "--quiet", "oci:" + layout, "dir:" + directory + "/copied")
        .successfully();
    String seen = tools.run("skopeo", "inspect", "oci:" + layout).successfully().output();
    assertEquals(Optional.of(3), count(seen), seen);
    assertTrue(Files.exists(directory.resolve("copied/manifest.json")));
  }

  private String shown(String tree) {
    return tools.run("sh", "-c", SHOWN, "sh", tree).successfully().output();
  }

  private static Optional<Integer> count(String inspected) {
    List<String> lines = inspected.lines().toList();
    int start = lines.indexOf("    \"Layers\": [");
    int end = lines.subList(start + 1, lines.size()).indexOf("    ],");
    return start < 0 || end < 0 ? Optional.empty() : Optional.of(end);
  }
}
