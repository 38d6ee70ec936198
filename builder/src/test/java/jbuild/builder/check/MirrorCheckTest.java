package jbuild.builder.check;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.repository.LocalMirror;
import jbuild.builder.repository.SigningKey;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mirror can be beside right: the right ones of Debian are in MirrorProbeTest. */
class MirrorCheckTest {
  private static final byte[] LIST = {0x1f, (byte) 0x8b, 8, 0};

  private final DistributionProfiles profiles = new DistributionProfiles();

  @TempDir Path directory;

  @Test
  void tellsAllRepositoriesThatAMirrorLacks() throws IOException {
    List<MirrorCheck.Answer> answers = ask("debian", "trixie", "file://" + directory);

    assertEquals(3, answers.size());
    assertAll(
        answers.stream()
            .map(
                answer ->
                    () -> {
                      assertEquals("the mirror does not have it", answer.failure().get().why());
                      assertEquals(ExitStatus.NETWORK, answer.failure().get().status());
                    }));
    assertEquals(
        "cannot fetch file:" + directory + "/dists/trixie/InRelease",
        answers.get(0).failure().get().what());
  }

  @Test
  void tellsThatNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<MirrorCheck.Answer> answers = ask("fedora", "latest", "http://127.0.0.1:" + port);

    assertTrue(
        answers.get(0).failure().get().why().startsWith("127.0.0.1 cannot be reached"),
        answers.toString());
  }

  @Test
  void asksForTheListsOfPacman() throws IOException {
    write("core/os/x86_64/core.db", LIST);
    write("extra/os/x86_64/extra.db", "<html>Please log in".getBytes());

    List<MirrorCheck.Answer> answers = ask("arch", "rolling", "file://" + directory);

    assertEquals(
        "file:" + directory + "/core/os/x86_64/core.db: its packages are signed",
        answers.get(0).text());
    assertEquals("it is no list of packages", answers.get(1).failure().get().why());
  }

  @Test
  void asksForTheIndexesOfTheRpmFamily() throws IOException {
    Recipe recipe = recipe("fedora", "latest", "file://" + directory);
    String release = recipe.distribution().release();
    write(
        "releases/" + release + "/Everything/x86_64/os/repodata/repomd.xml",
        "<repomd xmlns='x'/>".getBytes());
    write("updates/" + release + "/Everything/x86_64/repodata/repomd.xml", "<html>".getBytes());

    List<MirrorCheck.Answer> answers = check().answers(recipe);

    assertTrue(answers.get(0).text().endsWith(": its packages are signed"), answers.toString());
    assertEquals("it is no index of packages", answers.get(1).failure().get().why());
  }

  @Test
  void asksForWhatTheRecipeBringsToo() throws IOException {
    Path file = Files.write(directory.resolve("a.bin"), new byte[1]);
    String text =
        Files.readString(recipeFile("arch", "rolling", "file://" + directory))
            + """
            [[downloads]]
            url = "file://%s"
            sha256 = "%s"
            path = "/a"
            """
                .formatted(file, "0".repeat(64));
    Recipe recipe =
        new RecipeReader(profiles).read(Files.writeString(directory.resolve("web.toml"), text));

    List<MirrorCheck.Answer> answers = check().answers(recipe);

    assertEquals("file://" + file + ": it is there", answers.get(answers.size() - 1).text());

    Files.delete(file);
    List<MirrorCheck.Answer> without = check().answers(recipe);
    Failure failure = without.get(without.size() - 1).failure().orElseThrow();

    assertEquals("cannot fetch file://" + file, failure.what());
    assertEquals("correct its address below [[downloads]]", failure.fix());
  }

  @Test
  void asksARepositoryOfTheRecipeForWhatStandsInItsAddress() throws IOException {
    write("tools/x86_64/tools.db", LIST);

    MirrorCheck.Answer answer =
        added("arch", "rolling", "file://" + directory + "/$repo/$arch", SigningKey.create());

    assertEquals(
        "file:" + directory + "/tools/x86_64/tools.db: its packages are signed", answer.text());
  }

  @Test
  void wantsASignedListOverHttpAsABuildDoes() throws IOException {
    SigningKey key = SigningKey.create();
    try (LocalMirror mirror = new LocalMirror().with("tools/tools.db", LIST)) {
      String address = mirror.address() + "/$repo";
      Failure unsigned = added("arch", "rolling", address, key).failure().orElseThrow();
      mirror.with("tools/tools.db.sig", SigningKey.create().detached(LIST, Duration.ZERO));
      Failure strange = added("arch", "rolling", address, key).failure().orElseThrow();
      mirror.with("tools/tools.db.sig", key.detached(LIST, Duration.ZERO));
      MirrorCheck.Answer signed = added("arch", "rolling", address, key);

      String list = mirror.address() + "/tools/tools.db";
      assertEquals("cannot trust " + list, unsigned.what());
      assertEquals(
          "it is not signed, and over http it could be changed on its way", unsigned.why());
      assertEquals("cannot trust " + list, strange.what());
      assertTrue(strange.why().endsWith(" is none of the pinned keys"), strange.why());
      assertEquals("correct address, key and fingerprint of the repository tools", strange.fix());
      assertEquals(list + ": signed", signed.text());
    }
  }

  @ParameterizedTest
  @CsvSource({"arch, rolling, tools.db", "fedora, latest, repodata/repomd.xml"})
  void refusesAKeyThatDoesNotCountAnyMore(String distribution, String release, String index)
      throws IOException {
    write("tools/" + index, index.endsWith(".db") ? LIST : "<repomd xmlns='x'/>".getBytes());
    String address = "file://" + directory + "/tools";
    SigningKey ended =
        SigningKey.create(Instant.now().minus(Duration.ofDays(3)), Duration.ofDays(1));

    Failure failure = added(distribution, release, address, ended).failure().orElseThrow();

    assertEquals("cannot trust the repository tools", failure.what());
    assertEquals("its key has expired or was revoked", failure.why());
    assertEquals(
        "file:" + directory + "/tools/" + index + ": its packages are signed",
        added(distribution, release, address, SigningKey.create()).text());
  }

  @Test
  void readsTheFilesThatConnectionsNeedWithoutAnyConnection() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "no certificate");
    MirrorCheck check =
        new MirrorCheck(
            profiles,
            Map.of("NETRC", "/no/such/file", "SSL_CERT_FILE", text.toString()),
            MirrorCheck.SOON,
            Clock.systemUTC());

    assertEquals(
        List.of("cannot read /no/such/file", "cannot use the certificates of " + text),
        check.problems().stream().map(Failure::what).toList());
    assertEquals(List.of(), check().problems());
  }

  private void write(String file, byte[] content) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  private List<MirrorCheck.Answer> ask(String distribution, String release, String mirror)
      throws IOException {
    return check().answers(recipe(distribution, release, mirror));
  }

  /** What is said of a repository that the recipe adds, after those of its distribution. */
  private MirrorCheck.Answer added(
      String distribution, String release, String address, SigningKey key) throws IOException {
    Files.write(directory.resolve("tools.gpg"), key.publicKey());
    String text =
        Files.readString(recipeFile(distribution, release, "file://" + directory))
            + """
            [[distribution.repositories]]
            name = "tools"
            address = "%s"
            key = "tools.gpg"
            fingerprint = "%s"
            """
                .formatted(address, key.fingerprint());
    Path file = Files.writeString(directory.resolve("web.toml"), text);
    List<MirrorCheck.Answer> answers = check().answers(new RecipeReader(profiles).read(file));
    assertEquals(3, answers.size());
    return answers.get(2);
  }

  private MirrorCheck check() {
    return new MirrorCheck(profiles, Map.of(), MirrorCheck.SOON, Clock.systemUTC());
  }

  private Recipe recipe(String distribution, String release, String mirror) throws IOException {
    return new RecipeReader(profiles).read(recipeFile(distribution, release, mirror));
  }

  private Path recipeFile(String distribution, String release, String mirror) throws IOException {
    return Files.writeString(
        directory.resolve("web.toml"),
        """
            image.name = "web"
            [distribution]
            name = "%s"
            release = "%s"
            architecture = "%s"
            mirror = "%s"
            %s
            """
            .formatted(
                distribution,
                release,
                distribution.equals("debian") ? "amd64" : "x86_64",
                mirror,
                distribution.equals("debian") ? "security-mirror = \"" + mirror + "\"" : ""));
  }
}
