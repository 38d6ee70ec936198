package jbuild.builder.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.archive.Archives;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.Digest;
import jbuild.builder.oci.image.ImageConfig;
import jbuild.builder.oci.image.ImageLayout;
import jbuild.builder.oci.image.Launch;
import jbuild.builder.oci.image.LayoutWriter;
import jbuild.builder.oci.image.MediaType;
import jbuild.builder.oci.image.Platform;
import jbuild.builder.oci.registry.Client;
import jbuild.builder.oci.registry.ImageReference;
import jbuild.builder.plan.Progress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.WorkDirectory;

/** Brings images of this host into registries: layouts as they are, trees as a layer each. */
public final class OciPush {
  private static final String TAG = "latest";
  private static final List<String> INITS = List.of("/sbin/init", "/usr/lib/systemd/systemd");

  private OciPush() {}

  /**
   * Brings an image of a layout.
   *
   * @param tag which image; not needed when there is one only
   * @param sibling another repository of the registry that may have the same layers
   * @return the digest of what the reference leads to now
   */
  public static Digest layout(
      Path directory,
      Optional<String> tag,
      ImageReference target,
      Client client,
      Optional<String> sibling) {
    try (ImageLayout layout = ImageLayout.open(directory)) {
      List<Descriptor> candidates = layout.candidates(tag);
      Descriptor start =
          candidates.size() == 1 ? candidates.get(0) : layout.find(tag, Platform.host()).manifest();
      return client.pushing(target).push(directory.toString(), layout, start, sibling);
    }
  }

  /**
   * Brings a tree, as an image of one layer.
   *
   * @param scratch a directory with room for the layer; what others left there who were killed is
   *     removed
   */
  public static Digest tree(
      Path tree, Path scratch, ImageReference target, Client client, Progress progress) {
    try (WorkDirectory work = WorkDirectory.in(made(scratch))) {
      Path layout = work.path().resolve("layout");
      write(tree, layout, progress);
      return layout(layout, Optional.empty(), target, client, Optional.empty());
    }
  }

  private static void write(Path tree, Path directory, Progress progress) {
    LayoutWriter layout = LayoutWriter.in(directory);
    try (ImageTree files = ImageTree.open(tree)) {
      LayoutWriter.Layer layer =
          layout.addLayer(
              MediaType.OCI_LAYER_GZIP,
              out -> Archives.writeLayer(files, out, status -> true, progress::detail));
      Platform platform = Platform.host();
      ImageConfig config =
          new ImageConfig(
              platform,
              Optional.empty(),
              launch(files),
              List.of(layer.diffId()),
              List.of("jbuild: a tree as it was"));
      Descriptor image = layout.addImage(config, List.of(layer.blob()));
      layout.finish(List.of(image.named(TAG, platform)));
    }
  }

  /** An init if there is one, and else a shell. */
  private static Launch launch(ImageTree files) {
    boolean boots = INITS.stream().anyMatch(files::exists);
    return new Launch(
        List.of(),
        List.of(boots ? INITS.get(0) : "/bin/sh"),
        List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of(),
        boots ? Optional.of("SIGRTMIN+3") : Optional.empty());
  }

  private static Path made(Path scratch) {
    try {
      // For the owner only: the tree may have secrets.
      return Files.createDirectories(
          scratch,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write below " + scratch,
          Reasons.of(e),
          "free some space there, or set JBUILD_CACHE to a directory with more");
    }
  }
}
