package jbuild.builder.oci.image;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutReferenceTest {
  @TempDir Path directory;
  private Path layout;
  private Path target;

  @BeforeEach
  void makeALayoutOfTwoImages() throws IOException {
    layout = directory.resolve("web.oci");
    target = Files.createDirectory(directory.resolve("target"));
    String one = manifest("one");
    String two = manifest("two");
    Files.writeString(
        layout.resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":[" + one + "," + two + "]}");
  }

  /** Writes an image into the layout, and returns what leads to it. */
  private String manifest(String tag) throws IOException {
    new SampleLayout(layout).layerOf(SampleLayout.tar("greeting", tag)).write();
    String index = Files.readString(layout.resolve("index.json"));
    String list = "\"manifests\":[";
    int start = index.indexOf(list) + list.length();
    return index.substring(start, index.lastIndexOf(']')).replace("\"v1\"", "\"" + tag + "\"");
  }

  @Test
  void aTagIsWhatComesBehindTheLastColon() {
    Path tagged = directory.resolve("web.oci:one");

    assertAll(
        () -> assertEquals(reference(Optional.empty()), LayoutReference.of(layout)),
        () -> assertEquals(reference(Optional.of("one")), LayoutReference.of(tagged)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web.oci:", "web:one", "none.oci", ":one", "web.oci:one/etc"})
  void whatLeadsToNoLayoutIsNone(String path) {
    assertEquals(Optional.empty(), LayoutReference.of(directory.resolve(path)));
  }

  @Test
  void whatIsThereUnderTheWholeNameIsNoTag() throws IOException {
    Path file = Files.createFile(directory.resolve("web.oci:one"));

    assertEquals(Optional.empty(), LayoutReference.of(file));
  }

  @Test
  @Tag("root")
  void theTagChoosesTheImage() throws IOException {
    List<String> notices = new ArrayList<>();
    LayoutReference reference = new LayoutReference(layout, Optional.of("two"));

    ImageLayout.unpack(reference, target, notices::add);

    assertEquals("two", Files.readString(target.resolve("greeting")));
  }

  @Test
  void severalImagesWithoutALatestAreListed() {
    LayoutReference reference = new LayoutReference(layout, Optional.empty());

    Failure failure =
        assertThrows(Failure.class, () -> ImageLayout.unpack(reference, target, line -> {}));

    assertAll(
        () -> assertEquals(ExitStatus.WRONG_USAGE, failure.status()),
        () -> assertEquals("cannot choose an image of " + layout, failure.what()),
        () -> assertEquals("it has several; there are one, two", failure.why()),
        () -> assertEquals("name one of them behind a colon: " + layout + ":one", failure.fix()));
  }

  private Optional<LayoutReference> reference(Optional<String> tag) {
    return Optional.of(new LayoutReference(layout, tag));
  }
}
