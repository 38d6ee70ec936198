package jbuild.builder.disk.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeInitrdTest {
  @TempDir Path directory;
  private final List<Command> run = new ArrayList<>();
  private Path root;

  @BeforeEach
  void makeAnImageWithAKernel() throws IOException {
    root = directory.resolve("root");
    Files.createDirectories(root.resolve("boot"));
    Files.createDirectories(root.resolve("lib/modules/6.1"));
    Files.createDirectories(root.resolve("usr/sbin"));
    Files.writeString(root.resolve("boot/vmlinuz-6.1"), "kernel");
    Files.writeString(root.resolve("usr/sbin/update-initramfs"), "program");
  }

  @Test
  void asksForAllModulesThatADiskMayNeedAndForNothingOfThisHost() throws IOException {
    make("erofs");

    Path home = root.resolve("usr/share/initramfs-tools");
    assertEquals("MODULES=most\nRESUME=none\n", Files.readString(home.resolve("conf.d/jbuild")));
    assertEquals("erofs\n", Files.readString(home.resolve("modules.d/jbuild")));
    assertEquals(List.of("update-initramfs", "-c", "-k", "all"), run.get(0).argv());
    assertEquals("315532800", run.get(0).environment().get("SOURCE_DATE_EPOCH"));
  }

  @Test
  void saysWhatTheImageLacks() throws IOException {
    Files.delete(root.resolve("usr/sbin/update-initramfs"));
    assertEquals("it has no /usr/sbin/update-initramfs", refused());
    Files.delete(root.resolve("boot/vmlinuz-6.1"));
    assertEquals("it has no kernel", refused());
    assertEquals(List.of(), run);
  }

  private String refused() {
    return assertThrows(Failure.class, () -> make("ext4")).why();
  }

  private void make(String fileSystem) {
    new MakeInitrd(fileSystem)
        .run(
            new Workspace(
                directory, directory, (command, lines) -> run.add(command), Progress.SILENT));
  }
}
