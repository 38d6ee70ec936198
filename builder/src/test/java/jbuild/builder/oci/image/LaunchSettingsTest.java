package jbuild.builder.oci.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchSettingsTest {
  private final List<String> notices = new ArrayList<>();

  @Test
  void whatAnImageSaysNothingOfIsLeftToTheMachine() {
    assertEquals("[Exec]\n", LaunchSettings.text(Launch.NONE, notices::add));
    assertEquals(List.of(), notices);
  }

  @Test
  void wordsKeepTheirSpacesQuotesAndBackslashes() {
    Launch launch =
        launch(List.of("/bin/a b", "c\"d'e", "f\\"), List.of(), Optional.empty(), Optional.empty());

    assertEquals(
        """
        [Exec]
        Boot=no
        Parameters="/bin/a b" "c"'"'"d'e" "f\\"

        [X-Jbuild]
        Entrypoint="/bin/a b" "c"'"'"d'e" "f\\"
        """,
        LaunchSettings.text(launch, notices::add));
  }

  @Test
  void noValueCanBecomeAnotherLineOrAnotherSetting() {
    Launch launch =
        new Launch(
            List.of(),
            List.of("sh", "-c", "a\n[Files]\nBind=/"),
            List.of("A=b\nBind=/", "=x", "no variable", "OK=1"),
            Optional.of("web\nCapability=all"),
            Optional.of("/srv\\"),
            List.of("80/tcp", "80/tcp\nBind=/", "99999999", "53/udp"),
            List.of(),
            Map.of(),
            Optional.of("SIGTERM\nBind=/"));

    assertEquals(
        """
        [Exec]
        Environment="OK=1"

        [X-Jbuild]
        ExposedPorts=53/udp 80/tcp
        """,
        LaunchSettings.text(launch, notices::add));
    assertEquals(
        List.of(
            "the command of the image has several lines, and is left out",
            "a variable of the image has several lines, and is left out",
            "the image's variable '=x' is left out",
            "the image's variable 'no variable' is left out",
            "the image's user 'web?Capability=all' is left out",
            "the image's working directory '/srv\\' is left out",
            "the image's stop signal 'SIGTERM?Bind=/' is left out"),
        notices);
  }

  @Test
  void aDirectoryThatClimbsIsLeftOutAndAGroupIsNamed() {
    Launch launch =
        launch(List.of(), List.of("/x"), Optional.of("1000:33"), Optional.of("/srv/../etc"));

    assertEquals(
        "[Exec]\nBoot=no\nParameters=\"/x\"\nUser=1000\n",
        LaunchSettings.text(launch, notices::add));
    assertEquals(
        List.of(
            "the group of the image's user '1000:33' is left out",
            "the image's working directory '/srv/../etc' is left out"),
        notices);
  }

  @Test
  void documentsAreTheSameBytesAndReadBackAsTheyWere() {
    ImageConfig config =
        new ImageConfig(
            new Platform("linux", "arm", Optional.of("v7")),
            Optional.of("1970-01-01T00:00:00Z"),
            new Launch(
                List.of("a\"b\\c\td\u0001\ud800"),
                List.of("é\ud83d\ude00"),
                List.of("A=1"),
                Optional.of("web"),
                Optional.of("/srv"),
                List.of("80/tcp"),
                List.of("/data"),
                Map.of("l", "m"),
                Optional.of("SIGTERM")),
            List.of(),
            List.of());

    assertEquals(
        "{\"created\":\"1970-01-01T00:00:00Z\",\"architecture\":\"arm\",\"os\":\"linux\","
            + "\"variant\":\"v7\",\"config\":{\"User\":\"web\",\"ExposedPorts\":{\"80/tcp\":{}},"
            + "\"Env\":[\"A=1\"],\"Entrypoint\":[\"a\\\"b\\\\c\\u0009d\\u0001\\ud800\"],"
            + "\"Cmd\":[\"é\ud83d\ude00\"],\"Volumes\":{\"/data\":{}},\"WorkingDir\":\"/srv\","
            + "\"Labels\":{\"l\":\"m\"},\"StopSignal\":\"SIGTERM\"},"
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}",
        new String(config.json(), StandardCharsets.UTF_8));
    assertEquals(config, ImageConfig.read("x", config.json()));
  }

  private static Launch launch(
      List<String> entrypoint, List<String> cmd, Optional<String> user, Optional<String> place) {
    return new Launch(
        entrypoint, cmd, List.of(), user, place, List.of(), List.of(), Map.of(), Optional.empty());
  }
}
