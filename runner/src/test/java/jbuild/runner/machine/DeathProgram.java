package jbuild.runner.machine;

import java.io.IOException;
import java.nio.file.Path;

/** Supervises a machine that never ends, until somebody kills this program. */
final class DeathProgram {
  private DeathProgram() {}

  public static void main(String... args) throws IOException {
    RuntimeDirectory runtime = new RuntimeDirectory(Path.of(args[0], "run"));
    SmallImage image = new SmallImage(Path.of(args[0], "image"));
    SmallImage.run(runtime, image.script(settings -> settings, "echo > /started; sleep 7654321"));
  }
}
