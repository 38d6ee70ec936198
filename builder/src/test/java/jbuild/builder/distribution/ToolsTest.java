package jbuild.builder.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  private static final Path ROOT = Path.of("/ws/root");
  private static final Path VIEWS = Path.of("/ws/mirror");

  @TempDir Path directory;

  @Test
  void areTheHostsWhenItHasAllOfThem() throws IOException {
    for (String program :
        List.of(
            "debootstrap", "gpgv", "dpkg", "dpkg-deb", "perl", "tar", "wget", "chroot", "mount")) {
      assertEquals(Optional.empty(), ofHost());
      Files.createFile(
          directory.resolve(program),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    assertEquals(Optional.of(new Tools(Path.of("/"))), ofHost());
  }

  @Test
  void ofTheHostSeeEverythingWhereItIs() {
    Tools host = new Tools(Path.of("/"));

    Command command = host.command(ROOT, VIEWS, List.of("debootstrap"));

    assertEquals(List.of(), command.binds());
    assertEquals("/ws/root", host.target(ROOT));
    assertEquals("/ws/mirror", host.mirror(VIEWS));
  }

  @Test
  void ofTheirOwnTreeSeeOnlyTheImageAndTheMirror() {
    Tools tree = new Tools(Path.of("/cache/tools"));

    Command command = tree.command(ROOT, VIEWS, List.of("debootstrap"));

    assertEquals(
        List.of(new Command.Bind(ROOT, "/target", false), new Command.Bind(VIEWS, "/mirror", true)),
        command.binds());
    assertEquals("/target", tree.target(ROOT));
    assertEquals("/mirror", tree.mirror(VIEWS));
  }

  private Optional<Tools> ofHost() {
    return Tools.ofPath(List.of(directory));
  }
}
