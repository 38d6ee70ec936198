package jbuild.builder.oci.image;

import static jbuild.builder.oci.image.SampleLayout.CONFIG;
import static jbuild.builder.oci.image.SampleLayout.INDEX;
import static jbuild.builder.oci.image.SampleLayout.MANIFEST;
import static jbuild.builder.oci.image.SampleLayout.MARK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that lie: each is refused with a reason, and nothing but the target was touched. */
@Tag("root")
class BadImagesTest {
  private static final String ZEROS = "0".repeat(64);
  private static final int MUTATIONS = 300;

  @TempDir Path directory;
  private Path target;
  private SampleLayout sample;

  @BeforeEach
  void makeASample() throws IOException {
    target = Files.createDirectory(directory.resolve("target"));
    sample = new SampleLayout(directory.resolve("layout"));
  }

  @Test
  void theSampleItselfIsGood() throws IOException {
    ImageConfig config = unpack(sample.write());

    assertEquals(List.of("/bin/sh"), config.launch().cmd());
    assertEquals("hello", Files.readString(target.resolve("greeting")));
  }

  static Stream<Arguments> documents() {
    String manifest = "application/vnd.oci.image.manifest.v1+json";
    return Stream.of(
        arguments(MARK, "1.0.0", "2.0.0", "versions 1.x.y"),
        arguments(MARK, "\"1.0.0\"", "1", "is not a text"),
        arguments(MARK, "imageLayoutVersion", "imageLayout", "it is missing"),
        arguments(MARK, "}", "", "no JSON"),
        arguments(INDEX, "\"schemaVersion\":2", "\"schemaVersion\":1", "from 2 to 2"),
        arguments(INDEX, "\"schemaVersion\":2,", "", "/schemaVersion: it is missing"),
        arguments(INDEX, "\"manifests\":", "\"images\":", "/manifests: it is missing"),
        arguments(INDEX, "\"manifests\":", "\"layers\":[],\"manifests\":", "of this kind"),
        arguments(INDEX, "\"manifests\":", "\"manifests\":[],\"manifests\":", "Duplicate"),
        arguments(INDEX, "\"digest\":\"sha256:", "\"digest\":\"../../", "is no digest"),
        arguments(INDEX, "\"digest\":\"sha256:", "\"digest\":\"sha256:../../", "is no digest"),
        arguments(INDEX, "\"digest\":\"sha256:", "\"digest\":\"SHA256:", "is no digest"),
        arguments(INDEX, "\"digest\":\"sha256:", "\"digest\":\"md5:", "is no digest"),
        arguments(INDEX, "\"digest\":\"sha256:", "\"digest\":\"sha512:", "is no digest"),
        arguments(INDEX, "\"digest\":\"sha256:", "\"digest\":\"sha256:A", "is no digest"),
        arguments(INDEX, "\"digest\":\"sha256:", "\"digest\":\"/etc/passwd", "is no digest"),
        arguments(INDEX, "\"digest\":\"sha256:", "\"digest\":\"sha256:\\u0000", "NUL"),
        arguments(INDEX, "\"size\":", "\"size\":-", "from 0 to"),
        arguments(INDEX, "\"size\":", "\"size\":1", "bytes instead of"),
        arguments(INDEX, "\"size\":", "\"size\":999999999999", "no document is that long"),
        arguments(INDEX, "\"size\":", "\"size\":1e", "is not a whole number"),
        arguments(INDEX, manifest, "text/plain", "there is no image in it"),
        arguments(
            INDEX, manifest, "application/vnd.docker.distribution.manifest.v2+json", "led to it"),
        arguments(INDEX, manifest, "application/vnd.oci.image.index.v1+json", "led to it"),
        arguments(MANIFEST, "\"schemaVersion\":2", "\"schemaVersion\":\"2\"", "whole number"),
        arguments(MANIFEST, "manifest.v1+json", "index.v1+json", "led to it"),
        arguments(MANIFEST, "\"layers\":", "\"manifests\":[],\"layers\":", "of this kind"),
        arguments(MANIFEST, "\"layers\":", "\"fsLayers\":[],\"layers\":", "of this kind"),
        arguments(MANIFEST, "\"config\":", "\"configuration\":", "/config: it is missing"),
        arguments(MANIFEST, "\"layers\":[", "\"layers\":[7,", "is not an object"),
        arguments(MANIFEST, "\"layers\":[", "\"layers\":[{},", "it is missing"),
        arguments(MANIFEST, "tar+gzip", "tar+lzma", "is no layer"),
        arguments(MANIFEST, "image.config.v1", "helm.config.v1", "where images have"),
        arguments(MANIFEST, "image.config.v1+json", "image.layer.v1.tar", "where images have"),
        arguments(CONFIG, "\"os\":\"linux\",", "", "/os: it is missing"),
        arguments(CONFIG, "\"type\":\"layers\"", "\"type\":\"ostree\"", "consist of layers"),
        arguments(CONFIG, "\"rootfs\"", "\"root\"", "/rootfs: it is missing"),
        arguments(CONFIG, "\"diff_ids\":[", "\"diff_ids\":[\"sha256:x\",", "is no digest"),
        arguments(
            CONFIG,
            "\"diff_ids\":[",
            "\"diff_ids\":[\"sha256:" + ZEROS + "\",",
            "manifest has 1 layers and its configuration 2"),
        arguments(CONFIG, "\"diff_ids\":[\"sha256:", "\"ids\":[\"", "configuration 0"),
        arguments(CONFIG, "\"Cmd\":[", "\"Cmd\":[1,", "is not a text"),
        arguments(CONFIG, "\"Cmd\":[", "\"User\":0,\"Cmd\":[", "is not a text"),
        arguments(CONFIG, "\"Cmd\":[", "\"Cmd\":[\"\\u0000\",", "NUL"),
        arguments(CONFIG, "\"Env\":null", "\"Env\":{}", "is not a list"),
        arguments(CONFIG, "\"Env\":null", "\"ExposedPorts\":[\"80\"]", "is not an object"),
        arguments(CONFIG, "\"Env\":null", "\"Labels\":{\"a\":1}", "is not a text"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aWrongDocumentIsRefused(String document, String old, String replacement, String reason) {
    refuse(reason, sample.replacing(document, old, replacement).write());
  }

  @Test
  void aDiffIdThatIsNotTheLayersIsRefused() {
    String right = SampleLayout.digest(SampleLayout.tar("greeting", "hello"));

    refuse("does not expand to", sample.replacing(CONFIG, right, "sha256:" + ZEROS).write());
  }

  @Test
  void changedBytesOfTheSameNumberAreRefused() throws IOException {
    Path layout = sample.write();
    try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
      for (Path blob : files.toList()) {
        byte[] bytes = Files.readAllBytes(blob);
        byte[] changed = bytes.clone();
        changed[changed.length - 1] ^= 1;
        Files.write(blob, changed);
        Failure failure = assertThrows(Failure.class, () -> unpack(layout));
        Files.write(blob, bytes);

        assertEquals(ExitStatus.FAILED, failure.status());
        again();
      }
    }
  }

  static Stream<Arguments> layers() {
    byte[] tar = SampleLayout.tar("greeting", "hello");
    return Stream.of(
        arguments("truncated", cut(SampleLayout.gzip(tar))),
        arguments("plain text", "no archive at all".getBytes(StandardCharsets.UTF_8)),
        arguments("nothing", new byte[0]),
        arguments("gzip of nothing", SampleLayout.gzip(new byte[0])),
        arguments("up and out", SampleLayout.gzip(SampleLayout.tar("../victim", "mine"))),
        arguments("whiteout of ..", SampleLayout.gzip(SampleLayout.tar(".wh...", ""))),
        arguments("whiteout of nothing", SampleLayout.gzip(SampleLayout.tar(".wh.", ""))));
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aWrongLayerIsRefused(String name, byte[] layer) {
    refuse("", sample.layer(layer).write());
  }

  @Test
  void aBlobThatIsMissingIsRefused() throws IOException {
    Path layout = sample.write();
    Trees.remove(layout.resolve("blobs"));

    refuse("it has no sha256:", layout);
  }

  @Test
  void aBlobThatIsADirectoryAFifoOrALinkOutIsRefused() throws IOException {
    Path layout = sample.write();
    byte[] layer = SampleLayout.gzip(SampleLayout.tar("greeting", "hello"));
    Path blob = layout.resolve("blobs/sha256").resolve(Digest.of(layer).hex());
    Path outside = Files.write(directory.resolve("outside"), layer);
    Files.delete(blob);

    Files.createSymbolicLink(blob, outside);
    refuse("it has no sha256:", layout);
    again();
    Files.delete(blob);
    Files.createDirectory(blob);
    refuse("is a directory", layout);
  }

  @Test
  void aDirectoryWithoutTheMarkIsNoLayout() throws IOException {
    Path layout = sample.write();
    Files.delete(layout.resolve("oci-layout"));

    refuse("it has no oci-layout", layout);
    assertFalse(ImageLayout.is(layout));
  }

  @Test
  void listsOfListsEnd() throws IOException {
    Path layout = sample.write();
    String list = Files.readString(layout.resolve("index.json"));
    for (int depth = 0; depth < 6; depth++) {
      byte[] bytes = list.getBytes(StandardCharsets.UTF_8);
      sample.blob(bytes);
      list =
          "{\"schemaVersion\":2,\"manifests\":[%s]}"
              .formatted(SampleLayout.descriptor("application/vnd.oci.image.index.v1+json", bytes));
    }
    Files.writeString(layout.resolve("index.json"), list);

    refuse("have further lists", layout);
  }

  @Test
  void anImageForAnotherMachineIsNamed() throws IOException {
    Path layout = sample.write();
    String index = Files.readString(layout.resolve("index.json"));
    Files.writeString(
        layout.resolve("index.json"),
        index.replace(
            ",\"annotations\"",
            ",\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"},\"annotations\""));

    Failure failure = assertThrows(Failure.class, () -> unpack(layout));

    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
    assertTrue(failure.why().startsWith("it is for linux/s390x, and not for linux/"));
  }

  @Test
  void aTagThatIsNotThereIsAnsweredWithThoseThatAre() {
    Path layout = sample.write();

    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                ImageLayout.unpack(
                    new LayoutReference(layout, Optional.of("v2")), target, x -> {}));

    assertEquals("none is called 'v2'; there are v1", failure.why());
  }

  @Test
  void documentsWithFlippedBytesNeverCauseAnythingButARefusal() throws IOException {
    Random random = new Random(5);
    Path layout = sample.write();
    List<Path> files = new ArrayList<>(List.of(layout.resolve("index.json")));
    try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
      blobs.forEach(files::add);
    }
    for (int round = 0; round < MUTATIONS; round++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] bytes = Files.readAllBytes(file);
      byte[] changed = bytes.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      parseAll(changed);
    }
  }

  private static void parseAll(byte[] document) {
    for (Runnable reader :
        List.<Runnable>of(
            () -> Index.read("x", document, MediaType.OCI_INDEX),
            () -> Manifest.read("x", document, MediaType.OCI_MANIFEST),
            () -> ImageConfig.read("x", document))) {
      try {
        reader.run();
      } catch (BadImage refused) {
        assertEquals("cannot use the image x", refused.what());
      }
    }
  }

  private void refuse(String reason, Path layout) {
    Failure failure = assertThrows(Failure.class, () -> unpack(layout));

    assertEquals(ExitStatus.FAILED, failure.status());
    assertTrue(failure.why().contains(reason), failure.why());
    assertFalse(Files.exists(directory.resolve("victim")));
  }

  private ImageConfig unpack(Path layout) {
    return ImageLayout.unpack(new LayoutReference(layout, Optional.empty()), target, line -> {});
  }

  private void again() throws IOException {
    Trees.remove(target);
    Files.createDirectory(target);
  }
}
