package jbuild.runner.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Pipe;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.UserNamespace;

/** A tree that machines can be started in, on every host: it shows the host's own programs. */
record SmallImage(Path root) {
  private static final int MOST_OUTPUT = 1 << 20;
  static final CustomMount USR = CustomMount.Bind.of(Path.of("/usr"), "/usr", true);
  static final UserNamespace USERS = new UserNamespace(1_000_013_824, 65536);

  /** Processes that run the same tests on this host have machines of other names. */
  static final String NAME = "small-" + ProcessHandle.current().pid();

  static SmallImage in(Path directory) throws IOException {
    Path root = Files.createDirectories(directory.resolve("image"));
    for (String name : List.of("bin", "sbin", "lib", "lib64")) {
      Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
    }
    Files.createDirectories(root.resolve("usr"));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    return new SmallImage(root);
  }

  /** Settings of a machine that runs a shell script. */
  MachineSettings script(UnaryOperator<MachineSettings> changed, String... lines) {
    MachineSettings plain =
        MachineSettings.of(
                new MachineName(NAME),
                root,
                new Payload.Program(List.of("/bin/sh", "-c", String.join("\n", lines))))
            .with(FileView.with(List.of(USR)))
            .with(Integration.NONE);
    return changed.apply(plain);
  }

  /** What a machine has written, and how it ended. */
  record Result(String output, Outcome outcome) {
    List<String> lines() {
      return output.lines().toList();
    }
  }

  /** Runs the script and returns what it printed. */
  Result run(RuntimeDirectory runtime, UnaryOperator<MachineSettings> changed, String... lines) {
    return run(runtime, script(changed, lines));
  }

  static Result run(RuntimeDirectory runtime, MachineSettings settings) {
    try (Pipe output = Pipe.open("output");
        Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY)) {
      Stdio stdio = new Stdio.Descriptors(nothing, output.writing(), output.writing());
      try (Machine machine = new Launcher(runtime).start(settings, stdio)) {
        output.stopWriting();
        byte[] bytes = Contents.read(output.reading(), MOST_OUTPUT);
        return new Result(new String(bytes, StandardCharsets.UTF_8), machine.await());
      }
    }
  }

  /** The machines that are written down in a runtime directory. */
  static List<Path> records(Path machines) throws IOException {
    try (Stream<Path> entries = Files.list(machines)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  /** What a host has of the machine: mounts that the image's path is in, and control groups. */
  List<String> traces() throws IOException {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"), ISO_8859_1);
        Stream<Path> groups = Files.walk(Path.of("/sys/fs/cgroup"), 3)) {
      return Stream.concat(
              mounts.filter(line -> line.contains(root.getParent().toString())),
              groups.map(Path::toString).filter(path -> path.contains("jbuild-" + NAME + ".")))
          .toList();
    }
  }
}
