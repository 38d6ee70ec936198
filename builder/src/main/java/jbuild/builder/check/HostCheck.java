package jbuild.builder.check;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.Release;
import jbuild.builder.output.Outputs;
import jbuild.builder.processor.ForeignPrograms;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.recipe.BuildTools;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.repository.TrustedKeys;
import jbuild.builder.steps.LabelFiles;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.Failure;
import jbuild.runner.doctor.Finding;

/**
 * Holds a recipe against this host: room, file systems, programs and keys. It changes nothing and
 * needs neither root nor a network.
 *
 * @param cache of builds
 */
public record HostCheck(DistributionProfiles profiles, Path cache, Clock clock) {
  private static final long GIGABYTE = 1_000_000_000;

  /** Lists of packages, packages and programs of one distribution. */
  private static final long CACHE_NEEDS = 2 * GIGABYTE;

  /** A small image, and the tree that it is made of. */
  private static final long OUTPUT_NEEDS = GIGABYTE;

  private static final Set<String> WITHOUT_OWNERS =
      Set.of("vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "iso9660");

  private static final String FOR_ARCHIVED =
      "; for archived releases write 'accept-expired = true' below [distribution]";

  /** The host's file systems are the kernel's business, and tests have others. */
  interface Room {
    long free(Path directory) throws IOException;

    String type(Path directory) throws IOException;
  }

  private static final Room OF_HOST =
      new Room() {
        @Override
        public long free(Path directory) throws IOException {
          return store(directory).getUsableSpace();
        }

        @Override
        public String type(Path directory) throws IOException {
          return store(directory).type();
        }

        private FileStore store(Path directory) throws IOException {
          return Files.getFileStore(directory);
        }
      };

  /** What may go wrong when the recipe is built into the directory. */
  public List<Finding> warnings(Recipe recipe, Path output) {
    return warnings(recipe, output, OF_HOST);
  }

  List<Finding> warnings(Recipe recipe, Path output, Room room) {
    List<Finding> warnings = new ArrayList<>();
    long needed = OUTPUT_NEEDS * (1 + recipe.image().outputs().size());
    room("cache", cache, CACHE_NEEDS, "set JBUILD_CACHE to a directory with more", room)
        .ifPresent(warnings::add);
    room("output", output, needed, "choose another directory with --output-dir", room)
        .ifPresent(warnings::add);
    fileSystem(recipe, output, room).ifPresent(warnings::add);
    keys(recipe).ifPresent(warnings::add);
    ForeignPrograms.objectionOfHost(recipe.image().name(), recipe.distribution().architecture())
        .map(failure -> Finding.limited("programs", failure.why(), failure.fix()))
        .ifPresent(warnings::add);
    warnings.addAll(tools(recipe));
    return warnings;
  }

  private static Optional<Finding> room(
      String name, Path directory, long needed, String other, Room room) {
    Path existing = existing(directory);
    try {
      long free = room.free(existing);
      return free >= needed
          ? Optional.empty()
          : Optional.of(
              Finding.limited(
                  name,
                  String.format(
                      Locale.ROOT,
                      "%s has %.1f GB free, and a build may need %.1f GB",
                      directory,
                      (double) free / GIGABYTE,
                      (double) needed / GIGABYTE),
                  "make room, or " + other));
    } catch (IOException e) {
      return Optional.of(Finding.limited(name, existing + " cannot be read", other));
    }
  }

  private static Optional<Finding> fileSystem(Recipe recipe, Path output, Room room) {
    List<OutputFormat> outputs = recipe.image().outputs();
    String type;
    try {
      type = room.type(existing(output));
    } catch (IOException e) {
      return Optional.empty(); // Said of its room already.
    }
    if (outputs.contains(OutputFormat.SUBVOLUME) && !type.equals("btrfs")) {
      return Optional.of(
          Finding.limited(
              "output",
              output + " is on " + type + ", and only btrfs has subvolumes",
              "choose a directory on btrfs with --output-dir, for example one in the pool, which"
                  + " 'jbuild pool' makes"));
    }
    return outputs.contains(OutputFormat.DIRECTORY) && WITHOUT_OWNERS.contains(type)
        ? Optional.of(
            Finding.limited(
                "output",
                output + " is on " + type + ", which keeps no owners of files",
                "choose a directory on a file system of Linux with --output-dir"))
        : Optional.empty();
  }

  private Optional<Finding> keys(Recipe recipe) {
    DistributionProfile profile = profiles.find(recipe.distribution().name()).orElseThrow();
    Release release = profile.release(recipe.distribution().release()).orElseThrow();
    String name = profile.name() + " " + release.name();
    try {
      Instant now = clock.instant();
      return TrustedKeys.of(profile.keys(release), clock)
          .end()
          .filter(end -> end.isBefore(now) && !(profile.mayExpire() && isAccepted(recipe)))
          .map(
              end ->
                  Finding.limited(
                      "keys",
                      end.equals(Instant.MIN)
                          ? "no key is known that signs " + name
                          : "all keys that sign " + name + " have expired, the last on " + end,
                      "a newer jbuild may know newer keys"
                          + (profile.mayExpire() ? FOR_ARCHIVED : "")));
    } catch (Failure failure) {
      return Optional.of(
          Finding.limited("keys", failure.what() + ": " + failure.why(), failure.fix()));
    }
  }

  private static boolean isAccepted(Recipe recipe) {
    return recipe.distribution().acceptExpired();
  }

  /** The programs of a recipe's image are seen when it is built. */
  private List<Finding> tools(Recipe recipe) {
    DistributionProfile profile = profiles.find(recipe.distribution().name()).orElseThrow();
    PackageTool installer = PackageTool.of(profile.facts());
    List<PackageTool> needed = new ArrayList<>(List.of(installer));
    Outputs.tools(recipe).forEach(programs -> needed.add(new PackageTool(programs)));
    LabelFiles.tools(recipe).forEach(programs -> needed.add(new PackageTool(programs)));
    boolean isFetched = recipe.image().tools() == BuildTools.AUTO && canBeFetched();
    if (recipe.image().tools() instanceof BuildTools.Image image) {
      return image.isRecipe() ? List.of() : lacking(image.path(), needed);
    }
    return isFetched
        ? List.of()
        : needed.stream()
            .filter(tool -> !tool.isOnHost())
            .map(
                tool ->
                    Finding.limited(
                        tool.name(),
                        "this host has not all of "
                            + tool.name()
                            + (canBeFetched()
                                ? ", and the recipe wants the tools of the host"
                                : ", and jbuild's own is not for its processor"),
                        "install " + tool.name() + " on this host"))
            .toList();
  }

  /** What a directory does not have of the tools, as far as it can be seen. */
  private static List<Finding> lacking(Path directory, List<PackageTool> needed) {
    ProgramTree tree = new ProgramTree(directory.toAbsolutePath().normalize(), true);
    try {
      return needed.stream()
          .filter(tool -> !tree.hasAll(tool.programs()))
          .map(
              tool ->
                  Finding.limited(
                      tool.name(),
                      directory + " has not all of " + tool.name(),
                      "install " + tool.name() + " there, or write tools = \"auto\""))
          .toList();
    } catch (Failure failure) {
      return List.of(); // A build as root sees more.
    }
  }

  private static boolean canBeFetched() {
    DistributionProfile debian = new DistributionProfiles().find("debian").orElseThrow();
    return debian.architectures().stream()
        .anyMatch(name -> HostArchitecture.current().names().contains(name));
  }

  /** The directory itself, or the next one above that is there. */
  private static Path existing(Path directory) {
    return Stream.iterate(directory.toAbsolutePath(), path -> path != null, Path::getParent)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow();
  }
}
