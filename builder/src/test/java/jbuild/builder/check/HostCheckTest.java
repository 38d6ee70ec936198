package jbuild.builder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.doctor.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCheckTest {
  private static final long GIGABYTE = 1_000_000_000;
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final DistributionProfiles profiles = new DistributionProfiles();

  @TempDir Path directory;

  @Test
  void saysNothingWhenThereIsEnoughOfAll() throws IOException {
    assertEquals(List.of(), texts("directory", new OneRoom(10 * GIGABYTE, "ext4"), NOW));
    assertEquals(List.of(), texts("subvolume", new OneRoom(10 * GIGABYTE, "btrfs"), NOW));
    assertEquals(List.of(), texts("tar", new OneRoom(10 * GIGABYTE, "vfat"), NOW));
  }

  @Test
  void namesWhereThereIsTooLittleRoom() throws IOException {
    assertEquals(
        List.of(
            directory.resolve("cache") + " has 1.5 GB free, and a build may need 2.0 GB",
            directory.resolve("out") + " has 1.5 GB free, and a build may need 2.0 GB"),
        texts("directory", new OneRoom(3 * GIGABYTE / 2, "ext4"), NOW));
  }

  @Test
  void namesFileSystemsThatCannotHoldTheOutput() throws IOException {
    assertEquals(
        List.of(directory.resolve("out") + " is on ext4, and only btrfs has subvolumes"),
        texts("subvolume", new OneRoom(10 * GIGABYTE, "ext4"), NOW));
    assertEquals(
        List.of(directory.resolve("out") + " is on vfat, which keeps no owners of files"),
        texts("directory", new OneRoom(10 * GIGABYTE, "vfat"), NOW));
  }

  @Test
  void namesKeysThatHaveExpired() throws IOException {
    List<String> texts =
        texts("tar", new OneRoom(10 * GIGABYTE, "ext4"), Instant.parse("2060-01-01T00:00:00Z"));

    assertEquals(1, texts.size(), texts.toString());
    assertEquals(
        "all keys that sign debian trixie have expired, the last on",
        texts.get(0).replaceFirst(" [0-9TZ:.-]*$", ""));
  }

  @Test
  void namesWhatATreeOfToolsLacks() throws IOException {
    Path tree = directory.resolve("tools");
    Files.createDirectories(tree.resolve("usr"));

    assertEquals(
        List.of(tree + " has not all of debootstrap"),
        textsOf("outputs = ['tar'], tools = 'tools'", new OneRoom(10 * GIGABYTE, "ext4"), NOW));
  }

  private record OneRoom(long bytes, String name) implements HostCheck.Room {
    @Override
    public long free(Path any) {
      return bytes;
    }

    @Override
    public String type(Path any) {
      return name;
    }
  }

  private List<String> texts(String output, HostCheck.Room room, Instant now) throws IOException {
    return textsOf("outputs = ['" + output + "']", room, now);
  }

  private List<String> textsOf(String image, HostCheck.Room room, Instant now) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("web.toml"),
            """
            image = {name = "web", %s}
            distribution = {name = "debian", release = "trixie"}
            """
                .formatted(image));
    Recipe recipe = new RecipeReader(profiles).read(file);
    HostCheck check =
        new HostCheck(profiles, directory.resolve("cache"), Clock.fixed(now, ZoneOffset.UTC));
    return check.warnings(recipe, directory.resolve("out"), room).stream()
        .map(Finding::text)
        .toList();
  }
}
