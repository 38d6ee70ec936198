package jbuild.builder.disk;

import java.nio.file.Path;
import java.util.List;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;

/** Makes file systems for reading only, each in a file of its own. */
final class PackedFileSystem {
  private static final String PLACE = ProgramTree.PLACE + "packed/";

  /** The last second that squashfs can tell. */
  private static final long LAST_TIME = 0xffffffffL;

  private PackedFileSystem() {}

  static Path squashfs(FileSystemJob job) {
    List<String> argv =
        List.of(
            "mksquashfs",
            PartitionTree.PLACE,
            place(job),
            "-noappend",
            "-no-progress",
            "-quiet",
            "-xattrs",
            "-comp",
            "zstd",
            "-Xcompression-level",
            "9");
    return made(job, Toolset.SQUASHFS, argv);
  }

  static Path erofs(FileSystemJob job) {
    List<String> argv =
        List.of(
            "mkfs.erofs", "--quiet", "-zlz4hc", "-U" + job.id(), place(job), PartitionTree.PLACE);
    return made(job, Toolset.EROFS, argv);
  }

  private static String place(FileSystemJob job) {
    return PLACE + job.aside().getFileName();
  }

  private static Path made(FileSystemJob job, Toolset set, List<String> argv) {
    // The time of the file system; files that were changed later would get it, so there are none.
    long newest = TreeRecord.of(job.tree()).newest();
    String time = Long.toString(Math.min(LAST_TIME, newest + 1));
    Path directory = job.workspace().directory();
    job.workspace()
        .sandbox()
        .run(
            job.tree()
                .bound(job.programs(set).command(argv))
                .bind(directory, PLACE)
                .with("SOURCE_DATE_EPOCH", time)
                .with("LC_ALL", "C.UTF-8"),
            job.workspace().progress()::detail);
    return job.aside();
  }
}
