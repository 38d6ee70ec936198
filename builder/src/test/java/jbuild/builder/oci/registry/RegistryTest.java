package jbuild.builder.oci.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.Digest;
import jbuild.builder.oci.image.ImageConfig;
import jbuild.builder.oci.image.Launch;
import jbuild.builder.oci.image.Manifest;
import jbuild.builder.oci.image.MediaType;
import jbuild.builder.oci.image.OciImage;
import jbuild.builder.oci.image.Platform;
import jbuild.builder.oci.image.VerifiedStream;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Proxies;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
  private static final String MANIFEST = MediaType.OCI_MANIFEST.word();
  private static final Login ALICE = new Login("alice", "secret");
  private static final String BASIC = "Basic YWxpY2U6c2VjcmV0";

  private final byte[] config =
      new ImageConfig(Platform.host(), Optional.empty(), Launch.NONE, List.of(), List.of()).json();
  private final byte[] manifest =
      new Manifest(
              MediaType.OCI_MANIFEST,
              new Descriptor(MediaType.OCI_CONFIG, Digest.of(config), config.length),
              List.of())
          .json();
  private FakeRegistry server;
  private FakeRegistry elsewhere;

  @BeforeEach
  void startServers() {
    server = new FakeRegistry();
    elsewhere = new FakeRegistry();
    server
        .on("/v2/", FakeRegistry.saying("application/json", "{}"))
        .on("/v2/team/image/manifests/v1", FakeRegistry.saying(MANIFEST, manifest))
        .on("/v2/team/image/blobs/" + Digest.of(config), FakeRegistry.saying("x/y", config));
  }

  @AfterEach
  void endServers() {
    server.close();
    elsewhere.close();
  }

  @Test
  void aTokenIsFetchedWithTheLoginAndOnlyTheTokenIsShownToTheRegistry() {
    elsewhere.on(
        "/token",
        FakeRegistry.saying("application/json", "{\"token\":\"" + FakeRegistry.TOKEN + "\"}"));
    server.challenging(
        "Bearer realm=\"http://" + elsewhere.address() + "/token\",service=\"a service\"");

    OciImage image = find(Optional.of(ALICE));

    assertEquals(Digest.of(manifest), image.manifest().digest());
    assertEquals(
        List.of("GET /token?service=a+service&scope=repository:team/image:pull " + BASIC),
        elsewhere.requests());
    assertTrue(server.requests().stream().noneMatch(line -> line.contains(BASIC)));
  }

  @Test
  void withoutALoginATokenIsAskedForAnonymously() {
    elsewhere.on(
        "/token",
        FakeRegistry.saying(
            "application/json", "{\"access_token\":\"" + FakeRegistry.TOKEN + "\",\"x\":1}"));
    server.challenging("Bearer realm=\"http://" + elsewhere.address() + "/token\"");

    find(Optional.empty());

    assertTrue(elsewhere.requests().get(0).endsWith(" -"));
  }

  @Test
  void whoeverTheRegistrySendsUsToDoesNotGetToKnowWhoAsks() {
    String blob = "/v2/team/image/blobs/" + Digest.of(config);
    server.challenging("Bearer realm=\"http://" + server.address() + "/token\"");
    server.on("/token", FakeRegistry.saying("application/json", "{\"token\":\"a-token\"}"));
    server.on(blob, FakeRegistry.redirecting("http://" + elsewhere.address() + "/storage"));
    elsewhere.on("/storage", FakeRegistry.saying("x/y", config));

    find(Optional.of(ALICE));

    assertEquals(List.of("GET /storage -"), elsewhere.requests());
  }

  @Test
  void anotherServerMayNotAskWhoWeAre() {
    String blob = "/v2/team/image/blobs/" + Digest.of(config);
    server.on(blob, FakeRegistry.redirecting("http://" + elsewhere.address() + "/v2/storage"));
    elsewhere.challenging("Bearer realm=\"http://" + elsewhere.address() + "/token\"");

    Failure failure = assertThrows(Failure.class, () -> find(Optional.of(ALICE)));

    assertTrue(failure.why().startsWith("the registry answers 401"), failure.why());
    assertEquals(List.of("GET /v2/storage -"), elsewhere.requests());
  }

  @Test
  void aRedirectionToAFileIsNotFollowed() {
    String blob = "/v2/team/image/blobs/" + Digest.of(config);
    server.on(blob, FakeRegistry.redirecting("file:///etc/passwd"));

    Failure failure = assertThrows(Failure.class, () -> find(Optional.empty()));

    assertTrue(failure.why().contains("a place that is not followed"), failure.why());
  }

  @Test
  void aBlobThatBreaksOffIsContinuedWhereItWas() throws IOException {
    byte[] content = new byte[100_000];
    new Random(5).nextBytes(content);
    Descriptor blob = new Descriptor(MediaType.OCI_LAYER, Digest.of(content), content.length);
    server.on("/v2/team/image/blobs/" + blob.digest(), FakeRegistry.breakingOff(content, 40_000));

    try (VerifiedStream in = new VerifiedStream("x", registry(Optional.empty()).open(blob), blob)) {
      assertArrayEquals(content, in.readAllBytes());
      in.verify();
    }

    long tries = server.requests().stream().filter(line -> line.contains("/blobs/")).count();
    assertEquals(3, tries);
  }

  @Test
  void aBlobThatBreaksOffAgainAndAgainIsGivenUp() {
    byte[] content = new byte[100_000];
    Descriptor blob = new Descriptor(MediaType.OCI_LAYER, Digest.of(content), content.length);
    server.on("/v2/team/image/blobs/" + blob.digest(), FakeRegistry.breakingOff(content, 10));

    assertThrows(
        IOException.class,
        () -> {
          try (InputStream in = registry(Optional.empty()).open(blob)) {
            in.readAllBytes();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "Docker-Content-Digest,"
        + " sha256:0000000000000000000000000000000000000000000000000000000000000000, has another"
        + " digest",
    "Content-Type, text/html, something else there",
    "Content-Type, application/vnd.docker.distribution.manifest.v1+json, something else there",
    "Content-Type, application/vnd.oci.image.index.v1+json, led to it"
  })
  void aManifestThatIsNotWhatTheRegistrySaysIsRefused(String header, String value, String reason) {
    server.on(
        "/v2/team/image/manifests/v1",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", MANIFEST);
          exchange.getResponseHeaders().set(header, value);
          exchange.sendResponseHeaders(200, manifest.length);
          exchange.getResponseBody().write(manifest);
        });

    Failure failure = assertThrows(Failure.class, () -> find(Optional.empty()));

    assertEquals(ExitStatus.FAILED, failure.status());
    assertTrue(failure.why().contains(reason), failure.why());
  }

  @Test
  void aManifestOfAnotherDigestThanTheWantedOneIsRefused() {
    String digest = "sha256:" + "0".repeat(64);
    server.on("/v2/team/image/manifests/" + digest, FakeRegistry.saying(MANIFEST, manifest));
    ImageReference reference = ImageReference.parse(server.address() + "/team/image:v1@" + digest);

    Failure failure =
        assertThrows(Failure.class, () -> client(Optional.empty()).pulling(reference).resolve());

    assertEquals("what should be " + digest + " has another digest", failure.why());
  }

  @Test
  void aConfigurationWithOtherBytesIsRefused() {
    byte[] other = config.clone();
    other[other.length - 2] ^= 1;
    server.on("/v2/team/image/blobs/" + Digest.of(config), FakeRegistry.saying("x/y", other));

    Failure failure = assertThrows(Failure.class, () -> find(Optional.empty()));

    assertTrue(failure.why().contains("has another digest"), failure.why());
  }

  @Test
  void whatTheRegistryComplainsOfIsShownWithoutItsControlCharacters() {
    server.on(
        "/v2/team/image/manifests/v1",
        exchange -> {
          byte[] said =
              "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"slow \\u001b[31m down\"}]}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(429, said.length);
          exchange.getResponseBody().write(said);
        });

    Failure failure = assertThrows(Failure.class, () -> find(Optional.empty()));

    assertEquals("the registry answers 429: slow ?[31m down", failure.why());
    assertEquals(ExitStatus.NETWORK, failure.status());
  }

  @Test
  void whereNobodyAnswersThatIsSaid() {
    server.close();

    Failure failure = assertThrows(Failure.class, () -> find(Optional.empty()));

    assertEquals("the registry cannot be reached", failure.why());
  }

  @Test
  void anotherHostIsNotToldThePasswordOverAPlainConnection() {
    server.challenging("Bearer realm=\"http://tokens.example.com/token\"");

    Failure failure = assertThrows(Failure.class, () -> find(Optional.of(ALICE)));

    assertTrue(failure.why().contains("an address that is not followed"), failure.why());
  }

  @Test
  void whoVerifiesNothingReachesAPlainServerToo() {
    Client client =
        new Client(
            new Proxies(Map.of()),
            new LoginFiles(Map.of()),
            Optional.empty(),
            false,
            Progress.SILENT);
    ImageReference image = ImageReference.parse(server.address() + "/team/image:v1");

    assertEquals(Digest.of(manifest), client.pulling(image).resolve().digest());
  }

  @Test
  void nothingIsPushedToADigest() {
    ImageReference target =
        ImageReference.parse(server.address() + "/team/image:v1@" + Digest.of(config));

    Failure failure = assertThrows(Failure.class, () -> client(Optional.empty()).pushing(target));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
  }

  @Test
  void aLoneImageOfAnotherPlatformIsTakenAndThatIsSaid() {
    OciImage image = find(Optional.empty());

    assertEquals(Optional.empty(), image.foreignTo(Platform.host()));
    assertEquals(
        Optional.of(
            "x was made for "
                + Platform.host()
                + ", and does not run on linux/s390x without an emulator"),
        image.foreignTo(Platform.linux("s390x")));
  }

  @Test
  void aLoginIsNotShown() {
    assertEquals("***", ALICE.toString());
  }

  private OciImage find(Optional<Login> login) {
    Registry registry = registry(login);
    return OciImage.find("x", registry, registry.resolve(), Platform.host());
  }

  private Registry registry(Optional<Login> login) {
    return client(login).pulling(ImageReference.parse(server.address() + "/team/image:v1"));
  }

  private static Client client(Optional<Login> login) {
    return new Client(
        new Proxies(Map.of()), new LoginFiles(Map.of()), login, true, Progress.SILENT);
  }
}
