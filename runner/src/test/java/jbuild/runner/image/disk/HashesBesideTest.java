package jbuild.runner.image.disk;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Xattrs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashesBesideTest {
  @TempDir Path directory;
  private final List<String> notices = new ArrayList<>();
  private Path image;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = Files.createFile(directory.resolve("web.raw"));
  }

  @Test
  void anImageWithoutHashesIsLeftAlone() throws IOException {
    Files.createFile(directory.resolve("web.raw.roothash"));
    Files.createFile(directory.resolve("other.roothash"));

    check(ImagePolicy.STANDARD);

    assertEquals(List.of(), notices);
  }

  @ParameterizedTest
  @CsvSource({
    "web.raw,   web.roothash,       root",
    "web.raw,   web.usrhash,        usr",
    "web.image, web.image.roothash, root"
  })
  void anImageThatWouldHaveToBeCheckedIsRefused(String file, String hash, String use)
      throws IOException {
    image = Files.move(image, directory.resolve(file));
    Path beside = Files.createFile(directory.resolve(hash));

    Failure failure = assertThrows(Failure.class, () -> check(ImagePolicy.STANDARD));

    assertAll(
        () -> assertEquals(ExitStatus.HOST_CANNOT, failure.status()),
        () -> assertEquals("cannot use the disk image " + image, failure.what()),
        () ->
            assertEquals(
                beside
                    + " says that dm-verity protects its "
                    + use
                    + ", and jbuild does not set that up",
                failure.why()),
        () ->
            assertEquals(
                "open it with veritysetup and name /dev/mapper/…, or use it unprotected with"
                    + " --image-policy="
                    + use
                    + "=unprotected",
                failure.fix()));
  }

  @Test
  void anAttributeIsAsGoodAsAFile() {
    try (Fd file = Descriptors.onHost(BytePath.of(image.toString()))) {
      byte[] hash = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
      Xattrs.set(file, BytePath.of("user.verity.roothash"), hash);
    }

    Failure failure = assertThrows(Failure.class, () -> check(ImagePolicy.STANDARD));

    assertEquals(
        "its attribute user.verity.roothash says that dm-verity protects its root, and jbuild does"
            + " not set that up",
        failure.why());
  }

  @Test
  void aPolicyWithoutProtectionDoesWithoutButNotSilently() throws IOException {
    Path hash = Files.createFile(directory.resolve("web.roothash"));

    check(ImagePolicy.of("root=unprotected"));

    assertEquals(
        List.of(
            "the root of "
                + image
                + " is used without the hashes of dm-verity that "
                + hash
                + " promises: nothing checks them"),
        notices);
  }

  @Test
  void aPolicyThatLeavesAFileSystemOutNeedsNoHashOfIt() throws IOException {
    Files.createFile(directory.resolve("web.usrhash"));

    check(ImagePolicy.of("root=verity+unprotected"));

    assertEquals(List.of(), notices);
  }

  @Test
  void whatIsOfNoUseWithoutAHashIsMentioned() throws IOException {
    Path verity = Files.createFile(directory.resolve("web.verity"));
    Path signature = Files.createFile(directory.resolve("web.roothash.p7s"));

    check(ImagePolicy.STANDARD);

    String why = " is not used: there is no hash of dm-verity that it belongs to";
    assertEquals(List.of(verity + why, signature + why), notices);
  }

  private void check(ImagePolicy policy) {
    HashesBeside.check(image, policy, notices::add);
  }
}
