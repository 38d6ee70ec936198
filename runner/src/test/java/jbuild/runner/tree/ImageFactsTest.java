package jbuild.runner.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.runner.image.ImageTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFactsTest {
  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "usr/lib/systemd/libsystemd-shared-241.so, 241",
    "lib/systemd/libsystemd-shared-231.so, 231",
    "usr/lib/x86_64-linux-gnu/systemd/libsystemd-shared-252.so, 252",
    "usr/lib/aarch64-linux-gnu/systemd/libsystemd-shared-262.so, 262",
    "usr/lib/systemd/libsystemd-shared-256.7-1.fc41.so, 256",
    "usr/lib64/systemd/libsystemd-shared-253.10-1.fc38.so, 253",
    "usr/lib/systemd/libsystemd-shared-262~devel.so, 262",
    "usr/lib/systemd/libsystemd-shared-258~rc3-1-arch.so, 258",
    "usr/lib/systemd/libsystemd-shared-255.4+suse.17.gbe772961ad.so, 255",
  })
  void learnTheVersionOfSystemdFromTheNameOfItsLibrary(String library, int version)
      throws IOException {
    write("usr/lib/systemd/systemd", "");
    write(library, "");

    assertEquals(OptionalInt.of(version), facts().systemd());
  }

  @Test
  void takeTheNewerOfTwoLibraries() throws IOException {
    write("usr/lib/systemd/systemd", "");
    write("usr/lib/systemd/libsystemd-shared-257.so", "");
    write("usr/lib/systemd/libsystemd-shared-99.so", "");

    assertEquals(OptionalInt.of(257), facts().systemd());
  }

  @ParameterizedTest
  @CsvSource({
    "systemd 215 running in system mode. (+PAM), 215",
    "systemd 229 running in %ssystem mode. (%s), 229",
    "systemd v259.1-2 running in %ssystem mode (%s),",
    "systemd 21599 running in %ssystem mode,",
    "running in circles,",
    "systemd,",
  })
  void learnTheVersionWithoutALibraryFromWhatSystemdSaysWhenItStarts(
      String greeting, Integer version) throws IOException {
    write("lib/systemd/systemd", "\177ELF\0systemd\0" + greeting + "\0systemd 1\0\u00ff");

    assertEquals(
        version == null ? OptionalInt.empty() : OptionalInt.of(version), facts().systemd());
  }

  @Test
  void doNotReadAnInitThatIsNoProgram() throws IOException {
    write("usr/lib/systemd/systemd", "systemd 215 running in system mode");
    try (RandomAccessFile file =
        new RandomAccessFile(root.resolve("usr/lib/systemd/systemd").toFile(), "rw")) {
      file.setLength(64L << 30);
    }

    assertEquals(OptionalInt.empty(), facts().systemd());
  }

  @Test
  void leaveTheVersionOpenWhenSystemdIsThereButNotTheInit() throws IOException {
    write("sbin/init", "systemd 215 running in system mode");
    write("usr/lib/systemd/libsystemd-shared-252.so", "");

    assertEquals(Optional.of("/sbin/init"), facts().init());
    assertEquals(OptionalInt.empty(), facts().systemd());
  }

  private ImageFacts facts() {
    try (ImageTree image = ImageTree.open(root)) {
      return ImageFacts.of(image);
    }
  }

  private void write(String path, String content) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.write(root.resolve(path), content.getBytes(StandardCharsets.ISO_8859_1));
  }
}
