package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineImagesTest {
  @TempDir Path directory;
  private Path first;
  private Path second;
  private MachineImages images;

  @BeforeEach
  void makeTwoDirectories() throws IOException {
    first = Files.createDirectory(directory.resolve("first"));
    second = Files.createDirectory(directory.resolve("second"));
    images = new MachineImages(List.of(directory.resolve("missing"), first, second), second);
  }

  @Test
  void findsWhatTheFirstDirectoryHas() throws IOException {
    Files.createDirectory(second.resolve("web"));
    Files.createFile(first.resolve("web.raw"));

    assertEquals(Optional.of(new Image.Disk(first.resolve("web.raw"))), images.find("web"));
  }

  @Test
  void findsATreeByALink() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.createSymbolicLink(first.resolve("web"), tree);

    assertEquals(Optional.of(new Image.Directory(first.resolve("web"))), images.find("web"));
  }

  @Test
  void findsTheNewestVersion() throws IOException {
    Path versions = Files.createDirectory(first.resolve("web.v"));
    Files.createDirectory(versions.resolve("web_1"));
    Files.createDirectory(versions.resolve("web_2"));

    assertEquals(Optional.of(new Image.Directory(versions.resolve("web_2"))), images.find("web"));
  }

  @Test
  void findsADirectoryOfLayers() throws IOException {
    Files.createDirectory(second.resolve("web.mstack"));

    assertEquals(Optional.of(new Image.Layers(second.resolve("web.mstack"))), images.find("web"));
  }

  @Test
  void findsNothingWhereALinkLeadsNowhere() throws IOException {
    Files.createSymbolicLink(first.resolve("web"), directory.resolve("nowhere"));
    Files.createSymbolicLink(first.resolve("web.raw"), Path.of("/dev/null"));

    assertEquals(Optional.empty(), images.find("web"));
  }
}
