package jbuild.builder.distribution.debian;

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
  void seeTheImageAndTheMirrorWithoutAPlaceForThemInTheirTree() {
    Command command = new Tools(Path.of("/")).command(ROOT, VIEWS, List.of("debootstrap"));

    assertEquals(
        List.of(
            new Command.Bind(ROOT, "/run/jbuild/target", false),
            new Command.Bind(VIEWS, "/run/jbuild/mirror", true)),
        command.binds());
  }

  private Optional<Tools> ofHost() {
    return Tools.ofPath(List.of(directory));
  }
}
