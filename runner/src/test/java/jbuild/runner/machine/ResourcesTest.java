package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Properties;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Resources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What machines may use of the host. */
@Tag("root")
class ResourcesTest {
  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  @Test
  void noDeviceButTheHarmlessOnesCanBeMadeOrOpened() throws IOException {
    Files.createDirectories(image.root().resolve("dev"));
    assertEquals(0, host("mknod", image.root().resolve("loop").toString(), "b", "7", "0"));

    Result closed =
        image.run(
            runtime,
            settings -> settings,
            "mknod /other b 7 1 2>/dev/null || echo refused",
            "cat /loop 2>/dev/null || echo refused",
            "mknod /null c 1 3 && echo > /null && echo made");
    Result open =
        image.run(
            runtime,
            settings -> settings.with(Resources.WITH_ALL_DEVICES),
            "mknod /other b 7 1 && echo made");

    assertEquals(List.of("refused", "refused", "made"), closed.lines());
    assertEquals("made\n", open.output());
  }

  @Test
  void aDeviceThatIsShownCanBeOpened() {
    FileView view =
        FileView.with(
            List.of(
                SmallImage.USR,
                CustomMount.Bind.of(Path.of("/dev/loop-control"), "/dev/loop-control", false)));

    Result result =
        image.run(
            runtime, settings -> settings.with(view), "exec 3<>/dev/loop-control && echo opened");

    assertEquals("opened\n", result.output());
  }

  @Test
  void propertiesLimitTheMachine() {
    Resources resources =
        new Resources(
            Optional.empty(), Properties.parse(List.of("TasksMax=5")), DevicePolicy.CLOSED);

    Result result =
        image.run(
            runtime,
            settings -> settings.with(resources),
            "sh -c 'for i in 1 2 3 4 5 6 7 8; do sleep 5 & done' 2>/dev/null || echo limited");

    assertEquals("limited\n", result.output());
  }

  private static int host(String... command) throws IOException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
