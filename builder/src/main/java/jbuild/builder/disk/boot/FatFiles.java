package jbuild.builder.disk.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * Files for a partition with a FAT file system, the one that all firmware reads.
 *
 * @param directory of the host
 * @param paths of the files, relative to the directory
 */
public record FatFiles(Path directory, List<String> paths) {
  /** The first second that FAT can tell: no file is older, and no build has a time of its own. */
  static final String EPOCH = "315532800";

  private static final long MIB = 1L << 20;
  private static final long SMALLEST = 64 * MIB;
  private static final long SMALL = 256 * MIB;
  private static final int SECTOR = 512;
  private static final int LARGE_CLUSTER = 8;

  public FatFiles {
    paths = List.copyOf(paths);
  }

  /** Bytes for a partition that has room for as many files again: for the next kernel. */
  public long comfortableSize() {
    long wanted = 2 * neededSize() + 8 * MIB;
    return Math.max(SMALLEST, (wanted + MIB - 1) / MIB * MIB);
  }

  /** Bytes for the files and what the file system needs to find them. */
  long neededSize() {
    long clusters = 0;
    long cluster = (long) LARGE_CLUSTER * SECTOR;
    for (String path : paths) {
      // One more for its name, at the most.
      clusters += (size(path) + cluster - 1) / cluster + 1;
    }
    clusters += directories().size();
    // Two tables with four bytes for each cluster, of the smallest that there are.
    return clusters * cluster * (SECTOR + 2 * Integer.BYTES) / SECTOR + MIB;
  }

  private long size(String path) {
    Path file = directory.resolve(path);
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED, "cannot read " + file, Reasons.of(e), "leave the build's files alone");
    }
  }

  /** Makes the file system in a part of a file, which stays as it is before and behind. */
  public void write(Toolsets tools, Workspace workspace, Path disk, FatPlace place) {
    if (place.size() < neededSize()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make the image bootable",
          "kernel, initrd and boot loader need " + neededSize() / MIB + " MiB and some room",
          "write a larger disk.esp-size, or leave it out");
    }
    ProgramTree programs = tools.get(Toolset.FAT, workspace);
    for (List<String> words : commands(place)) {
      Command command =
          programs
              .command(words)
              .bind(disk, DISK)
              .bindReadOnly(directory, FILES)
              .with("SOURCE_DATE_EPOCH", EPOCH)
              .with("TZ", "UTC")
              .with("LC_ALL", "C.UTF-8");
      workspace.sandbox().run(command, workspace.progress()::detail);
    }
  }

  private static final String DISK = ProgramTree.PLACE + "disk";
  private static final String FILES = ProgramTree.PLACE + "files";

  /** In an order that does not depend on the host, so that the same files make the same bytes. */
  private List<List<String>> commands(FatPlace place) {
    String image = DISK + "@@" + place.start();
    List<List<String>> commands = new ArrayList<>();
    commands.add(format(place));
    List<String> makingDirectories = new ArrayList<>(List.of("mmd", "-i", image));
    directories().forEach(name -> makingDirectories.add("::/" + name));
    commands.add(makingDirectories);
    filesByDirectory()
        .forEach(
            (name, files) -> {
              List<String> copying = new ArrayList<>(List.of("mcopy", "-i", image));
              files.forEach(file -> copying.add(FILES + "/" + file));
              copying.add("::/" + name);
              commands.add(copying);
            });
    return commands;
  }

  private static List<String> format(FatPlace place) {
    String start = Long.toString(place.start() / SECTOR);
    return List.of(
        "mkfs.vfat",
        "-F32",
        "-S" + SECTOR,
        "-s" + (place.size() <= SMALL ? 1 : LARGE_CLUSTER),
        "-i",
        "%08x".formatted(place.volumeId()),
        "-n",
        "ESP",
        "-h",
        start,
        "--offset",
        start,
        DISK,
        Long.toString(place.size() / 1024));
  }

  /** Parents before those that are in them. */
  private TreeSet<String> directories() {
    TreeSet<String> directories = new TreeSet<>();
    for (String path : paths) {
      for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
        directories.add(path.substring(0, end));
      }
    }
    return directories;
  }

  private TreeMap<String, List<String>> filesByDirectory() {
    TreeMap<String, List<String>> files = new TreeMap<>();
    for (String path : paths) {
      String parent = path.substring(0, path.lastIndexOf('/'));
      files.computeIfAbsent(parent, name -> new ArrayList<>()).add(path);
    }
    return files;
  }
}
