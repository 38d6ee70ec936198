package jbuild.builder.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import jbuild.builder.archive.Archives;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.Digest;
import jbuild.builder.oci.image.ImageConfig;
import jbuild.builder.oci.image.Launch;
import jbuild.builder.oci.image.LayoutWriter;
import jbuild.builder.oci.image.MediaType;
import jbuild.builder.oci.image.Platform;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.LayerCompression;
import jbuild.builder.recipe.OciSettings;
import jbuild.builder.recipe.Recipe;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileStatus;

/**
 * The image as a directory that registries and engines for containers read. Each file is in the
 * layer of the step that changed it last, so no layer hides what another one has.
 *
 * @param fileName in the output directory
 * @param tag what the image is called in there
 */
public record OciOutput(String fileName, String tag, LayerCompression compression, Launch launch)
    implements Step {
  /** When nothing was made: two builds of one tree must be the same. */
  private static final String CREATED = "1970-01-01T00:00:00Z";

  private static final String LAST = "settings";
  private static final List<String> INIT = List.of("/sbin/init");
  private static final List<String> SHELL = List.of("/bin/sh");

  /** What systemd takes for the wish to power off. */
  private static final String STOP_OF_INIT = "SIGRTMIN+3";

  private static final String PATH = "PATH=";
  private static final String USUAL_PATH =
      PATH + "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  public OciOutput {
    Staging.checked(fileName);
    Objects.requireNonNull(tag);
    Objects.requireNonNull(compression);
    Objects.requireNonNull(launch);
  }

  static OciOutput of(Recipe recipe, String fileName) {
    OciSettings settings = recipe.outputs().oci();
    return new OciOutput(
        fileName,
        // Some tools do not take all that is a version for a tag.
        recipe.image().version().map(version -> version.replaceAll("[~+]", "-")).orElse("latest"),
        settings.compression(),
        launch(settings, recipe.image().bootable()));
  }

  static Launch launch(OciSettings settings, boolean bootable) {
    boolean isOwn = settings.entrypoint().isEmpty() && settings.cmd().isEmpty();
    List<String> env = new ArrayList<>(settings.env());
    if (env.stream().noneMatch(variable -> variable.startsWith(PATH))) {
      env.add(0, USUAL_PATH);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : settings.labels()) {
      int equals = label.indexOf('=');
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    Optional<String> stop =
        isOwn && bootable ? Optional.of(STOP_OF_INIT) : Optional.<String>empty();
    return new Launch(
        settings.entrypoint(),
        isOwn ? (bootable ? INIT : SHELL) : settings.cmd(),
        env,
        settings.user(),
        settings.workingDir(),
        settings.exposedPorts(),
        List.of(),
        labels,
        settings.stopSignal().or(() -> stop));
  }

  @Override
  public String name() {
    return "write " + fileName;
  }

  @Override
  public void run(Workspace workspace) {
    LayoutWriter layout = LayoutWriter.in(Staging.make(workspace).resolve(fileName));
    List<Descriptor> layers = new ArrayList<>();
    List<Digest> diffIds = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      parts(workspace)
          .forEach(
              (step, part) -> {
                LayoutWriter.Layer layer =
                    layout.addLayer(
                        type(),
                        out -> Archives.writeLayer(tree, out, part, workspace.progress()::detail));
                layers.add(layer.blob());
                diffIds.add(layer.diffId());
                steps.add("jbuild: " + step);
              });
    }
    Platform platform = Platform.host();
    ImageConfig config = new ImageConfig(platform, Optional.of(CREATED), launch, diffIds, steps);
    layout.finish(List.of(layout.addImage(config, layers).named(tag, platform)));
  }

  /** By name, the lowest first; each file belongs to one of them. */
  private static Map<String, Predicate<FileStatus>> parts(Workspace workspace) {
    LayerMark.Moment base = LayerMark.of(workspace, LayerMark.BASE);
    LayerMark.Moment packages = LayerMark.of(workspace, LayerMark.PACKAGES);
    Predicate<FileStatus> first = status -> LayerMark.Moment.of(status).compareTo(base) <= 0;
    Predicate<FileStatus> late = status -> LayerMark.Moment.of(status).compareTo(packages) > 0;
    Map<String, Predicate<FileStatus>> parts = new LinkedHashMap<>();
    parts.put(LayerMark.BASE, first);
    parts.put(LayerMark.PACKAGES, first.or(late).negate());
    parts.put(LAST, late);
    return parts;
  }

  private MediaType type() {
    return switch (compression) {
      case NONE -> MediaType.OCI_LAYER;
      case GZIP -> MediaType.OCI_LAYER_GZIP;
      case ZSTD -> MediaType.OCI_LAYER_ZSTD;
    };
  }
}
