package jbuild.builder.output;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.archive.Compression;
import jbuild.builder.disk.DiskIds;
import jbuild.builder.disk.DiskParts;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;

/** The last steps of a build: what they make, and where it goes. */
public final class Outputs {
  private Outputs() {}

  /**
   * Makes the outputs in the workspace, and only when all are finished publishes them.
   *
   * @param key stands for all that the build depends on
   * @param tools has the programs that outputs are written with
   */
  public static List<Step> steps(Recipe recipe, Path directory, String key, Toolsets tools) {
    return steps(recipe, directory, key, tools, false);
  }

  /**
   * The same.
   *
   * @param noted whether there is something to write into a manifest
   */
  public static List<Step> steps(
      Recipe recipe, Path directory, String key, Toolsets tools, boolean noted) {
    String image = recipe.image().name();
    List<OutputFormat> formats = recipe.image().outputs();
    List<Step> steps = new ArrayList<>();
    formats.stream()
        .filter(format -> !format.isTree())
        .forEach(format -> steps.add(step(recipe, format, tools)));
    List<Companion> companions = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    formats.forEach(format -> names.add(format.fileName(image)));
    List<String> files = files(recipe);
    if (!files.isEmpty()) {
      ChecksumFile checksums = new ChecksumFile(directory, files, recipe.outputs().signing());
      steps.add(new Checksums(files));
      companions.add(checksums);
      names.addAll(checksums.published());
    }
    if (noted) {
      steps.add(new Manifest(image));
      names.add(Manifest.fileName(image));
    }
    // The last one: the tree itself becomes the output, and nothing can read it after that.
    if (formats.contains(OutputFormat.SUBVOLUME)) {
      steps.add(step(recipe, OutputFormat.SUBVOLUME, tools));
      companions.add(new Generations(directory, image, recipe.outputs().generations()));
    } else if (formats.contains(OutputFormat.DIRECTORY)) {
      steps.add(step(recipe, OutputFormat.DIRECTORY, tools));
    }
    steps.add(new Stamp(image, key, latest(image, formats)));
    // The stamp vouches for the others, so it is the last to appear.
    names.addAll(List.of(Stamp.LATEST, Stamp.fileName(image)));
    steps.add(new Publication(directory, List.copyOf(names), companions));
    return steps;
  }

  /** What notes the end of a layer, if an output has layers. */
  public static Optional<Step> endOfLayer(Recipe recipe, String layer) {
    return recipe.image().outputs().contains(OutputFormat.OCI)
        ? Optional.of(new LayerMark(layer))
        : Optional.empty();
  }

  /** What fails at once, and not after all that is built before the outputs. */
  public static List<Step> checks(Recipe recipe) {
    return recipe.outputs().signing().<Step>map(Signature::new).stream().toList();
  }

  /** Fails when a machine uses what the build would replace at its end. */
  public static void checkFree(Recipe recipe, Path directory) {
    ReplacedTrees.check(
        directory,
        recipe.image().outputs().stream()
            .filter(OutputFormat::isTree)
            .map(format -> format.fileName(recipe.image().name()))
            .toList());
  }

  private static List<String> files(Recipe recipe) {
    return recipe.image().outputs().stream()
        .filter(OutputFormat::isFile)
        .map(format -> format.fileName(recipe.image().name()))
        .toList();
  }

  /** What there is beside the outputs of an output directory. */
  public static List<Path> beside(Path directory) {
    return ChecksumFile.allNames().stream().map(directory::resolve).filter(Files::exists).toList();
  }

  /** The programs that outputs of the recipe are written with. */
  public static Set<Toolset> tools(Recipe recipe) {
    Set<Toolset> tools = EnumSet.noneOf(Toolset.class);
    recipe.image().outputs().forEach(format -> tools.addAll(tools(recipe, format)));
    return tools;
  }

  private static Set<Toolset> tools(Recipe recipe, OutputFormat format) {
    return switch (format) {
      case SQUASHFS -> Set.of(Toolset.SQUASHFS);
      case EROFS -> Set.of(Toolset.EROFS);
      case RAW -> tools(recipe.outputs().disk());
      case DIRECTORY, SUBVOLUME -> Set.of();
      case TAR, TAR_GZ, TAR_BZ2, TAR_XZ, TAR_ZST, TAR_LZ4, OCI, CPIO_ZST -> Set.of();
    };
  }

  private static Set<Toolset> tools(DiskSettings disk) {
    Set<Toolset> tools = EnumSet.copyOf(DiskParts.tools(disk));
    disk.boot().ifPresent(boot -> tools.add(Toolset.FAT));
    return tools;
  }

  /** The output that machines start from. */
  public static String latest(Recipe recipe) {
    return latest(recipe.image().name(), recipe.image().outputs());
  }

  private static String latest(String image, List<OutputFormat> formats) {
    return StartableOutputs.best(formats).orElse(formats.get(0)).fileName(image);
  }

  private static DiskIds ids(Recipe recipe) {
    return new DiskIds(recipe.image().name(), recipe.image().version());
  }

  private static Step step(Recipe recipe, OutputFormat format, Toolsets tools) {
    String fileName = format.fileName(recipe.image().name());
    return switch (format) {
      case DIRECTORY -> new DirectoryOutput(fileName);
      case SUBVOLUME -> new SubvolumeOutput(fileName);
      case TAR -> new TarOutput(fileName, Compression.NONE);
      case TAR_GZ -> new TarOutput(fileName, Compression.GZIP);
      case TAR_BZ2 -> new TarOutput(fileName, Compression.BZIP2);
      case TAR_XZ -> new TarOutput(fileName, Compression.XZ);
      case TAR_ZST -> new TarOutput(fileName, Compression.ZSTD);
      case TAR_LZ4 -> new TarOutput(fileName, Compression.LZ4);
      case SQUASHFS -> new SquashfsOutput(fileName, tools);
      case EROFS -> new ErofsOutput(fileName, ids(recipe).of("erofs"), tools);
      case OCI -> OciOutput.of(recipe, fileName);
      case CPIO_ZST -> new CpioOutput(fileName, Compression.ZSTD);
      case RAW ->
          new RawOutput(
              fileName,
              recipe.outputs().disk(),
              ids(recipe),
              recipe.distribution().architecture(),
              tools);
    };
  }
}
