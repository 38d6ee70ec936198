package jbuild.builder.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import jbuild.builder.oci.image.ImageConfig;
import jbuild.builder.oci.image.ImageLayout;
import jbuild.builder.oci.image.Launch;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.builder.oci.image.OciImage;
import jbuild.builder.oci.image.Platform;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.LayerCompression;
import jbuild.builder.recipe.OciSettings;
import jbuild.runner.image.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("root")
class OciOutputTest {
  @TempDir Path directory;
  private Workspace workspace;
  private Path root;

  @BeforeEach
  void buildATreeInThreeParts() throws IOException {
    workspace = new Workspace(directory, directory, (command, lines) -> {}, Progress.SILENT);
    root = Files.createDirectory(workspace.root());
    Files.createDirectories(root.resolve("usr/bin"));
    Files.writeString(root.resolve("usr/bin/tool"), "old");
    Files.createLink(root.resolve("usr/bin/other"), root.resolve("usr/bin/tool"));
    Files.writeString(root.resolve("usr/bin/kept"), "base");
    new LayerMark(LayerMark.BASE).run(workspace);
    Files.writeString(root.resolve("usr/bin/tool"), "new");
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/package"), "package");
    new LayerMark(LayerMark.PACKAGES).run(workspace);
    Files.writeString(root.resolve("etc/hostname"), "machine");
  }

  @Test
  void aFileIsInTheLayerOfTheStepThatChangedItLastWithAllItsNames() throws IOException {
    Path layout = write(LayerCompression.NONE);

    try (ImageLayout images = ImageLayout.open(layout)) {
      OciImage image = images.find(Optional.of("1.0"), Platform.host());
      List<String> sizes = new ArrayList<>();
      for (int layer = 0; layer < image.parts().layers().size(); layer++) {
        sizes.add(names(layout, image, layer));
      }
      assertEquals(
          List.of(
              "./ usr/ usr/bin/ usr/bin/kept",
              "./ etc/ etc/package usr/ usr/bin/ usr/bin/other usr/bin/tool",
              "./ etc/ etc/hostname"),
          sizes);
    }
  }

  @ParameterizedTest
  @EnumSource(LayerCompression.class)
  void itUnpacksToTheSameTreeAndIsTheSameAgain(LayerCompression compression) throws IOException {
    Path layout = write(compression);
    Map<String, String> first = files(layout);
    Path target = Files.createDirectory(directory.resolve("target"));

    ImageConfig config =
        ImageLayout.unpack(new LayoutReference(layout, Optional.empty()), target, line -> {});

    assertEquals(files(root), files(target));
    assertEquals(Files.getLastModifiedTime(root), Files.getLastModifiedTime(target));
    assertEquals(List.of("/sbin/init"), config.launch().cmd());
    assertEquals(Optional.of("SIGRTMIN+3"), config.launch().stopSignal());
    Trees.remove(layout);
    assertEquals(first, files(write(compression)));
  }

  @Test
  void whatTheRecipeSaysTakesThePlaceOfTheInit() {
    OciSettings settings =
        new OciSettings(
            List.of("/usr/bin/server"),
            List.of(),
            List.of("A=1", "PATH=/bin"),
            Optional.of("www-data"),
            Optional.of("/srv"),
            List.of("80/tcp"),
            List.of("a.b=c=d"),
            Optional.empty(),
            LayerCompression.GZIP);

    assertEquals(
        new Launch(
            List.of("/usr/bin/server"),
            List.of(),
            List.of("A=1", "PATH=/bin"),
            Optional.of("www-data"),
            Optional.of("/srv"),
            List.of("80/tcp"),
            List.of(),
            Map.of("a.b", "c=d"),
            Optional.empty()),
        OciOutput.launch(settings, true));
  }

  private Path write(LayerCompression compression) {
    Launch launch = OciOutput.launch(OciSettings.STANDARD, true);
    new OciOutput("image.oci", "1.0", compression, launch).run(workspace);
    return Staging.of(workspace).resolve("image.oci");
  }

  /** The names in the headers of a layer that is not compressed. */
  private static String names(Path layout, OciImage image, int layer) throws IOException {
    String hex = image.parts().layers().get(layer).digest().hex();
    byte[] tar = Files.readAllBytes(layout.resolve("blobs/sha256").resolve(hex));
    List<String> names = new ArrayList<>();
    for (int at = 0; at < tar.length; at += 512) {
      boolean isHeader = new String(tar, at + 257, 5, StandardCharsets.US_ASCII).equals("ustar");
      if (isHeader && tar[at + 156] != 'x') {
        String name = new String(tar, at, 100, StandardCharsets.US_ASCII);
        names.add(name.substring(0, name.indexOf('\0')));
      }
    }
    return String.join(" ", names);
  }

  private static Map<String, String> files(Path tree) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path file : walk.toList()) {
        String content =
            Files.isRegularFile(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                : "";
        files.put(tree.relativize(file).toString(), content);
      }
    }
    return files;
  }
}
