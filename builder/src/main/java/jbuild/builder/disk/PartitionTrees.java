package jbuild.builder.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.recipe.PartitionUse;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Xattrs;

/** Which partition has which part of the image's tree. */
final class PartitionTrees {
  private static final String MOUNTS = "etc/fstab";
  private static final int LARGEST_TABLE = 1 << 20;

  private final Workspace workspace;
  private final ImageTree tree;
  private final List<String> directories = new ArrayList<>();
  private final Map<String, Path> stubs = new HashMap<>();

  private PartitionTrees(Workspace workspace, ImageTree tree) {
    this.workspace = workspace;
    this.tree = tree;
  }

  /** Fails where a directory that is to move is none. */
  static PartitionTrees of(DiskSettings settings, DiskIds ids, Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      PartitionTrees trees = new PartitionTrees(workspace, tree);
      for (DiskSettings.Partition partition : settings.partitions()) {
        DiskParts.kind(partition.use()).directory().ifPresent(trees::moves);
        if (partition.use() == PartitionUse.VAR) {
          trees.mount(partition, ids);
        }
      }
      return trees;
    }
  }

  /** The part that a partition has. */
  PartitionTree of(PartitionKind kind) {
    String base = kind.directory().orElseThrow().substring(1);
    String prefix = base.isEmpty() ? "" : base + "/";
    Map<String, Path> hidden = new HashMap<>();
    for (Map.Entry<String, Path> stub : stubs.entrySet()) {
      String path = stub.getKey();
      if (path.startsWith(prefix) && !isBelowAnother(base, path)) {
        hidden.put(path.substring(prefix.length()), stub.getValue());
      }
    }
    return new PartitionTree(workspace.root().resolve(base), hidden);
  }

  private boolean isBelowAnother(String base, String path) {
    return directories.stream()
        .anyMatch(other -> !other.equals(base) && path.startsWith(other + "/"));
  }

  private void moves(String directory) {
    String path = directory.substring(1);
    // A link on the way would put another directory of the image, or of the host, in its place.
    int end = path.indexOf('/');
    while (end >= 0) {
      require(path.substring(0, end), FileType.DIRECTORY, directory);
      end = path.indexOf('/', end + 1);
    }
    require(path, FileType.DIRECTORY, directory);
    directories.add(path);
    stubs.put(path, emptyLike(path));
  }

  private void require(String path, FileType type, String directory) {
    Optional<FileType> found = tree.type("/" + path);
    if (!found.equals(Optional.of(type))) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot give " + directory + " a partition of its own",
          "/" + path + " of the image is " + found.map(FileType::toString).orElse("missing"),
          "leave the partition out, or make it " + type + " with a script of phase last");
    }
  }

  /** What is seen of the directory where the partition is not mounted. */
  private Path emptyLike(String path) {
    Path empty = workspace.directory().resolve("empty-" + path.replace('/', '-'));
    try {
      Files.createDirectories(empty);
    } catch (IOException e) {
      throw failure(empty, e);
    }
    try (Fd from = Descriptors.inside(tree.root(), BytePath.of(path), AS_DIRECTORY);
        Fd to = Descriptors.onHost(BytePath.of(empty.toString()), AS_DIRECTORY)) {
      FileStatus status = FileStatus.of(from);
      Attributes.setOwner(to, status.uid(), status.gid());
      Attributes.setMode(to, status.mode());
      for (BytePath name : Xattrs.names(from)) {
        Xattrs.get(from, name).ifPresent(value -> Xattrs.set(to, name, value));
      }
      Attributes.setTimes(to, status);
    }
    return empty;
  }

  /**
   * systemd-gpt-auto-generator(8) mounts all but this one by itself: it takes a /var only of the
   * very system that it belongs to, and no system is born yet.
   */
  private void mount(DiskSettings.Partition partition, DiskIds ids) {
    require("etc", FileType.DIRECTORY, "/var");
    require(MOUNTS, FileType.REGULAR, "/var");
    String source = "PARTUUID=" + ids.of("partition " + PartitionKind.VAR.word());
    byte[] table = tree.read("/" + MOUNTS, LARGEST_TABLE).orElseThrow();
    if (mountsVar(new String(table, StandardCharsets.ISO_8859_1))) {
      return;
    }
    boolean ended = table.length == 0 || table[table.length - 1] == '\n';
    String start = ended ? source : "\n" + source;
    String line = start + " /var " + partition.fileSystem() + " defaults 0 2\n";
    FileStatus status = tree.status("/" + MOUNTS);
    Path file = workspace.directory().resolve("fstab");
    try {
      Files.write(file, table);
      Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failure(file, e);
    }
    try (Fd to = Descriptors.onHost(BytePath.of(file.toString()), Descriptors.O_RDONLY)) {
      Attributes.setOwner(to, status.uid(), status.gid());
      Attributes.setMode(to, status.mode());
      Attributes.setTimes(to, status);
    }
    stubs.put(MOUNTS, file);
  }

  /** Whether a table, see fstab(5), says already what is mounted there. */
  static boolean mountsVar(String table) {
    return table
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .anyMatch(
            fields ->
                fields.length > 1
                    && !fields[0].startsWith("#")
                    && (fields[1].equals("/var") || fields[1].equals("/var/")));
  }

  private static final long AS_DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;

  private static Failure failure(Path path, IOException e) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot make " + path,
        Reasons.of(e),
        "make room there, or choose another directory with --output-dir",
        List.of(),
        e);
  }
}
