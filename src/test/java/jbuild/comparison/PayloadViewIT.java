package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a payload sees under jbuild is what it sees under systemd-nspawn, but for the differences in
 * docs/differences.md; and each of those is there.
 */
@Tag("root")
class PayloadViewIT {
  private static final Map<String, String> TERMINAL = Map.of("TERM", "vt220");

  private static final KnownDifferences KNOWN =
      KnownDifferences.read(BuiltImages.PROJECT.resolve("docs/differences.md"));

  @TempDir static Path directory;
  private static Path image;
  private static SystemdNspawn original;

  /** Both run the same copy of an image, one after the other: the original changes what it runs. */
  @BeforeAll
  static void copyImage() throws IOException {
    image = directory.resolve("probed");
    Path built = BuiltImages.of("test-images/bookworm.toml");
    Finished.of(new ProcessBuilder("cp", "-a", built.toString(), image.toString())).successfully();
    try (InputStream probe = PayloadViewIT.class.getResourceAsStream("probe.sh")) {
      Files.copy(probe, image.resolve("probe"));
    }
    Files.writeString(image.resolve("etc/machine-id"), "149d5181756c4c5490ce97d1f18276ba\n");
    Files.writeString(
        image.resolve("etc/systemd/system/probe.service"),
        """
        [Unit]
        DefaultDependencies=no
        After=graphical.target
        SuccessAction=poweroff
        FailureAction=poweroff

        [Service]
        Type=oneshot
        StandardOutput=truncate:/facts
        ExecStart=/bin/sh /probe %s
        """
            .formatted(String.join(" ", namespaces())));
    Path wants = image.resolve("etc/systemd/system/graphical.target.wants");
    Files.createSymbolicLink(
        Files.createDirectories(wants).resolve("probe.service"), Path.of("../probe.service"));
    original = new SystemdNspawn(ToolsImage.get().showing(directory), TERMINAL);
  }

  @AfterAll
  static void removeWhatTheOriginalLeaves() {
    original.close();
    Trees.remove(image);
  }

  @ParameterizedTest
  @EnumSource
  void showsWhatTheOriginalShowsOrSaysWhyNot(Machine machine) throws IOException {
    List<String> theirs = factsOfOriginal(machine);
    List<String> ours = facts(machine);

    assertAll(
        () -> assertEquals(KNOWN.onlyOriginal(machine), without(theirs, ours), "only original"),
        () -> assertEquals(KNOWN.onlyOurs(machine), without(ours, theirs), "only jbuild"));
  }

  private static List<String> factsOfOriginal(Machine machine) throws IOException {
    List<String> words = new ArrayList<>(List.of("-D", image.toString()));
    words.addAll(machine.options());
    if (machine == Machine.BOOT) {
      original.run(with(words, "--boot")).successfully();
      return lines(Files.readString(image.resolve("facts")));
    }
    words.addAll(List.of("/bin/sh", "/probe"));
    words.addAll(namespaces());
    return lines(original.run(words).successfully().output());
  }

  private static List<String> facts(Machine machine) throws IOException {
    List<String> words = new ArrayList<>(List.of("--quiet", "-D", image.toString()));
    words.addAll(machine.options());
    if (machine == Machine.BOOT) {
      // As the original is called: the verb boot gives users of its own.
      jbuild("nspawn", with(words, "--boot"));
      return lines(Files.readString(image.resolve("facts")));
    }
    words.addAll(List.of("--", "/bin/sh", "/probe"));
    words.addAll(namespaces());
    return lines(jbuild("run", words).output());
  }

  private static Finished jbuild(String verb, List<String> words) {
    ProcessBuilder program =
        BuiltImages.jbuild(Stream.concat(Stream.of(verb), words.stream()).toArray(String[]::new));
    program.environment().putAll(TERMINAL);
    return Finished.of(program).successfully();
  }

  private static List<String> with(List<String> words, String word) {
    return Stream.concat(words.stream(), Stream.of(word)).toList();
  }

  /** Those of the host, as {@code /proc/PID/ns} shows them. */
  private static List<String> namespaces() throws IOException {
    List<String> links = new ArrayList<>();
    for (String name : List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts")) {
      links.add(Files.readSymbolicLink(Path.of("/proc/self/ns", name)).toString());
    }
    return links;
  }

  /** Without the carriage returns that terminals add. */
  private static List<String> lines(String text) {
    return text.replace("\r", "").lines().toList();
  }

  /** The facts of one side that the other has not, or not as often. */
  private static String without(List<String> facts, List<String> others) {
    List<String> rest = new ArrayList<>(facts);
    others.forEach(rest::remove);
    return String.join("\n", rest.stream().sorted().toList());
  }
}
