package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Bind;
import jbuild.runner.settings.CustomMount.Origin;
import jbuild.runner.settings.CustomMount.Owners;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small image, and something of the host to show in machines of it. */
abstract class MountsInSmallImage {
  @TempDir Path directory;
  SmallImage image;
  RuntimeDirectory runtime;
  Path source;

  @BeforeEach
  void makeAnImageAndSomethingToShow() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
    source = Files.createDirectories(directory.resolve("source"));
    Files.writeString(source.resolve("greeting"), "hello\n");
  }

  Result run(boolean ownUsers, List<? extends CustomMount> mounts, String... lines) {
    return image.run(runtime, settings -> changed(settings, ownUsers, mounts), lines);
  }

  static MachineSettings changed(
      MachineSettings settings, boolean ownUsers, List<? extends CustomMount> mounts) {
    List<CustomMount> all = new ArrayList<>(List.of(SmallImage.USR));
    all.addAll(mounts);
    MachineSettings changed = settings.with(FileView.with(all));
    return ownUsers ? changed.with(Users.in(SmallImage.USERS)) : changed;
  }

  Failure refusal(CustomMount... mounts) {
    return assertThrows(Failure.class, () -> run(false, Arrays.asList(mounts), "true"));
  }

  static Bind bind(Origin origin, String target, Owners owners) {
    return new Bind(origin, target, false, true, owners);
  }

  static Origin host(Path path) {
    return new Origin.Host(path);
  }

  static int command(String... words) throws Exception {
    return new ProcessBuilder(words).start().waitFor();
  }

  static List<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/var/tmp"))) {
      return files.filter(file -> file.toString().contains("jbuild-")).sorted().toList();
    }
  }
}
