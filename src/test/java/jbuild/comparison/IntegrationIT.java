package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Pipe;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.Machine;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.runner.machine.Stdio;
import jbuild.runner.nspawn.Draft;
import jbuild.runner.nspawn.Getopt;
import jbuild.runner.nspawn.Options;
import jbuild.runner.nspawn.Order;
import jbuild.runner.nspawn.Surroundings;
import jbuild.runner.nspawn.Target;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines get the files and the secrets that those of systemd-nspawn get. */
@Tag("root")
class IntegrationIT {
  /**
   * What a payload sees of the two files; of the host's zone it sees the rules of another host. Of
   * times it sees those that were kept: both machines write at different ones.
   */
  private static final String FILES =
      """
      cd /etc
      for file in resolv.conf localtime; do
        stat -c '%n %F %a %u:%g' $file 2>/dev/null || echo $file is missing
        readlink $file
        grep " /etc/$file " /proc/self/mountinfo | cut -d' ' -f5,6
      done
      cat resolv.conf 2>/dev/null && find resolv.conf -mmin +10 -exec stat -c %Y {} \\;
      exit 0
      """;

  private static final String SECRETS =
      """
      cd /run/host/credentials
      stat -c '%n %F %a %u:%g %s' *
      cat second
      stat -c %a .
      grep ' /run/host/credentials ro,' /proc/self/mountinfo | cut -d' ' -f5,6,9-
      tr '\\0' '\\n' </proc/1/environ | grep -A1 NOTIFY
      """;

  private static final Path ZONE = Path.of("usr/share/zoneinfo/Etc/UTC");

  @TempDir static Path directory;
  private static SystemdNspawn original;
  private static int trees;

  @BeforeAll
  static void startTheOriginal() {
    original = new SystemdNspawn(ToolsImage.get().showing(directory), Map.of());
  }

  @AfterAll
  static void removeWhatTheOriginalLeaves() {
    original.close();
  }

  /** What an image has at the two places before it starts. */
  enum Before {
    NOTHING,
    FILES,
    LINKS
  }

  private static Path tree(Before before) throws IOException {
    trees++;
    Path root = Files.createDirectory(directory.resolve("tree" + trees));
    for (String name : List.of("bin", "sbin", "lib", "lib64")) {
      Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
    }
    Path etc = Files.createDirectory(root.resolve("etc"));
    Files.createDirectories(root.resolve(ZONE).getParent());
    Files.createFile(root.resolve(ZONE));
    if (before == Before.FILES) {
      Files.writeString(etc.resolve("resolv.conf"), "of the image\n");
      Files.writeString(etc.resolve("localtime"), "of the image\n");
    } else if (before == Before.LINKS) {
      Files.createSymbolicLink(etc.resolve("resolv.conf"), Path.of("../run/servers"));
      Files.createSymbolicLink(etc.resolve("localtime"), Path.of("/" + ZONE));
    }
    return root;
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Before before : Before.values()) {
      cases.add(Arguments.of(before, "off", "off"));
      cases.add(Arguments.of(before, "copy-host", "copy"));
      cases.add(Arguments.of(before, "replace-host", "symlink"));
      cases.add(Arguments.of(before, "delete", "delete"));
      cases.add(Arguments.of(before, "auto", "auto"));
      if (before != Before.LINKS) {
        cases.add(Arguments.of(before, "bind-host", "bind"));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void getTheFilesThatTheOriginalGives(Before before, String servers, String zone)
      throws IOException {
    List<String> options = List.of("--resolv-conf=" + servers, "--timezone=" + zone);

    assertEquals(theirs(tree(before), options, FILES), ours(tree(before), options, FILES));
  }

  @Test
  void getTheSecretsThatTheOriginalGives() throws IOException {
    List<String> options =
        List.of("--set-credential=first:", "--set-credential=second:a\\n\\x41\\n");

    assertEquals(
        theirs(tree(Before.NOTHING), options, SECRETS),
        ours(tree(Before.NOTHING), options, SECRETS));
  }

  private static String theirs(Path tree, List<String> options, String script) {
    return original.run(words(tree, options, script)).successfully().output();
  }

  private static List<String> words(Path tree, List<String> options, String script) {
    List<String> words =
        new ArrayList<>(List.of("-D", tree.toString(), "--bind-ro=/usr", "--pipe"));
    words.addAll(options);
    words.addAll(List.of("/bin/sh", "-c", script));
    return words;
  }

  /** By the same words, but in this process: a start of Java takes longer than the machine. */
  private static String ours(Path tree, List<String> options, String script) {
    Draft draft = new Draft(new Surroundings(Map.of(), "host"));
    List<String> payload =
        new Getopt("systemd-nspawn", Options.all(), draft).parse(words(tree, options, script));
    Order order = Order.of(draft, Target.of(draft), payload);
    Launcher launcher = new Launcher(new RuntimeDirectory(directory.resolve("run")));
    try (Pipe output = Pipe.open("output");
        Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY)) {
      Stdio stdio = new Stdio.Descriptors(nothing, output.writing(), output.writing());
      try (Machine machine = launcher.start(order.settings(), stdio)) {
        output.stopWriting();
        byte[] said = Contents.read(output.reading(), 1 << 16);
        machine.await();
        return new String(said, StandardCharsets.UTF_8);
      }
    }
  }
}
