package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What images of OCI say of how they start, in keys that only jbuild has. */
class OwnWordsTest {
  private static final String FILE =
      """
      [Exec]
      Boot=no
      Parameters=/bin/server --port 80
      User=web
      Capability=all
      [X-Jbuild]
      Entrypoint=/bin/server
      ExposedPorts=80/tcp 53/udp 0 99999999
      """;

  private static final String PORTS =
      "the image listens on 80/tcp, 53/udp; with --network-veth --port=80, for example, others"
          + " reach it";

  @Test
  void withoutACommandTheImagesOwnRuns() {
    assertEquals(List.of("/bin/server", "--port", "80"), apply(true, List.of()).words());
  }

  @Test
  void aCommandTakesThePlaceOfAllButTheEntrypoint() {
    assertEquals(List.of("/bin/server", "--help"), apply(true, List.of("--help")).words());
  }

  @Test
  void whoeverWantsNoEntrypointRunsTheCommandAlone() {
    assertEquals(List.of("--help"), apply(false, List.of("--help")).words());
    assertEquals(List.of("/bin/sh"), apply(true, List.of("/bin/sh"), "--as-pid2").words());
  }

  @Test
  void portsAreNamedAndWhatIsNoneIsNot() {
    assertEquals(
        List.of(
            "image:8: ignoring ExposedPorts=0: it is no port",
            "image:8: ignoring ExposedPorts=99999999: it is no port",
            "image: ignoring Capability=: the file is not trusted",
            PORTS),
        apply(true, List.of()).warnings());
  }

  @Test
  void whoeverPublishesAPortKnowsOfThem() {
    List<String> warnings = apply(true, List.of(), "--network-veth", "--port=8080:80").warnings();

    assertFalse(warnings.contains(PORTS));
  }

  private static SettingsMerge.Result apply(boolean kept, List<String> words, String... options) {
    Draft draft = new Draft(new Surroundings(Map.of("HOME", "/root"), "host"));
    if (kept) {
      draft.keepEntrypoint();
    }
    List<String> all = new ArrayList<>(List.of("-D", "/image"));
    all.addAll(List.of(options));
    new Getopt("systemd-nspawn", Options.all(), draft).parse(all);
    byte[] text = FILE.getBytes(StandardCharsets.UTF_8);
    return SettingsMerge.applyOwn(Path.of("image"), text, draft, words);
  }
}
