package jbuild.runner.image.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.LoopDevices;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.SyscallFailure;

/**
 * The file systems in a disk image: a bare one, or those of its partitions. What it says of itself
 * is believed only as far as it was checked.
 */
public final class DiskImage implements AutoCloseable {
  private static final long SAFELY = Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;
  private static final String ESP = "/efi";
  private static final String BOOT = "/boot";

  private final Fd file;
  private final DiskPart disk;
  private final boolean readOnly;
  private final boolean below;
  private final List<String> warnings = new ArrayList<>();

  private DiskImage(Fd file, boolean readOnly, boolean below) {
    this.file = file;
    this.disk = DiskPart.whole(file);
    this.readOnly = readOnly;
    this.below = below;
  }

  /** Whether the file has a partition table or a file system, as far as its first bytes say. */
  public static boolean isOn(Fd file) {
    DiskPart disk = DiskPart.whole(file);
    return FileSystemKind.of(disk).isPresent() || PartitionTable.isClaimed(disk);
  }

  /** Opens a file or a block device. */
  public static DiskImage open(Path path, boolean readOnly) {
    return open(path, readOnly, false);
  }

  /**
   * The same for somebody who lays something else over all that can be written. Nothing is mounted
   * of which a journal would have to be replayed before.
   */
  public static DiskImage openBelow(Path path) {
    return open(path, true, true);
  }

  private static DiskImage open(Path path, boolean readOnly, boolean below) {
    try (Fd place = Descriptors.onHost(BytePath.of(path.toString()))) {
      FileType type = FileStatus.of(place).type();
      if (type != FileType.REGULAR && type != FileType.BLOCK_DEVICE) {
        String fix = "name a file or a block device; for a directory there is --directory=";
        throw new DiskFailure(path.toString(), "it is " + type, fix);
      }
      long access = readOnly ? Descriptors.O_RDONLY : Descriptors.O_RDWR;
      return new DiskImage(Descriptors.reopen(place, access | SAFELY), readOnly, below);
    }
  }

  /** What {@link #mount} left out, and why: for people. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Whether a machine could change its root, however this was opened; also true where nothing can
   * be mounted as root.
   */
  public boolean isRootWritable(ImagePolicy policy) {
    for (Part part : parts(policy)) {
      if (part.use() == PartitionUse.ROOT || part.use() == PartitionUse.GENERIC) {
        return !part.isReadOnly() && part.kind().isWritable();
      }
    }
    return true;
  }

  /**
   * Mounts what belongs to the image, each file system before those inside of it. The root comes
   * first; an image without one has only /usr and what else it can have.
   *
   * @param policy fails before anything is mounted when it does not allow what is there
   */
  public List<MountedPartition> mount(ImagePolicy policy) {
    List<MountedPartition> mounted = new ArrayList<>();
    try {
      for (Part part : parts(policy)) {
        add(part, mounted);
      }
      return mounted;
    } catch (Failure failure) {
      mounted.forEach(MountedPartition::close);
      throw failure;
    }
  }

  /**
   * What is to be mounted, all of it looked at.
   *
   * @param isReadOnly whether the table says so
   */
  private record Part(PartitionUse use, DiskPart bytes, FileSystemKind kind, boolean isReadOnly) {}

  private List<Part> parts(ImagePolicy policy) {
    PolicyCheck check = new PolicyCheck(policy, file.name());
    Optional<FileSystemKind> whole = FileSystemKind.of(disk);
    if (whole.isPresent()) {
      if (!check.uses(PartitionUse.ROOT)) {
        throw failure("the image policy leaves out its root", "allow it in --image-policy=");
      }
      check.used(PartitionUse.ROOT, whole.get(), Optional.empty());
      return List.of(new Part(PartitionUse.ROOT, disk, whole.get(), false));
    }
    Optional<PartitionTable> table = PartitionTable.of(disk, System.getProperty("os.arch"));
    if (table.isEmpty()) {
      throw unknown();
    }
    List<Part> parts = new ArrayList<>();
    for (Partition partition : PartitionChoice.of(table.get(), check, file.name())) {
      DiskPart bytes = disk.part(partition.start(), partition.size());
      Optional<FileSystemKind> kind = FileSystemKind.of(bytes);
      if (kind.isPresent()) {
        check.used(partition.use(), kind.get(), Optional.of(partition));
        parts.add(new Part(partition.use(), bytes, kind.get(), partition.isReadOnly()));
      } else {
        leaveOut(partition.use());
      }
    }
    warnOfHashes(table.get());
    return parts;
  }

  private DiskFailure unknown() {
    if (Qcow2Header.isOn(disk)) {
      return failure(
          "it is a disk of QEMU in the format qcow2, which the kernel does not read",
          "name it to jbuild boot or jbuild run, which convert it");
    }
    return failure(
        "it has neither a partition table nor a file system that is known here",
        "name an image with GPT, MBR or one of ext4, btrfs, xfs, squashfs, erofs");
  }

  /** A machine does not need what firmware reads to run. */
  private void leaveOut(PartitionUse use) {
    String why = "its " + use.word() + " partition has no file system that is known here";
    if (use != PartitionUse.ESP && use != PartitionUse.XBOOTLDR) {
      throw failure(why, "make one of ext4, btrfs, xfs, squashfs or erofs there");
    }
    warnings.add(file.name() + ": " + why);
  }

  private void add(Part part, List<MountedPartition> mounted) {
    switch (part.use()) {
      case ROOT, GENERIC -> mounted.add(mount(part, "/"));
      case USR -> mounted.add(mount(part, "/usr"));
      case HOME -> mounted.add(mount(part, "/home"));
      case SRV -> mounted.add(mount(part, "/srv"));
      case VAR -> mounted.add(mount(part, "/var"));
      case TMP -> mounted.add(mount(part, "/var/tmp"));
      case XBOOTLDR -> boot(part, Optional.of(BOOT), mounted);
      case ESP -> boot(part, placeOfEsp(mounted), mounted);
      default -> throw new IllegalStateException("not to be mounted: " + part.use());
    }
  }

  /** Hashes beside a partition are a promise; it is said when nobody keeps it. */
  private void warnOfHashes(PartitionTable table) {
    for (Partition partition : table.partitions()) {
      boolean root = partition.use() == PartitionUse.ROOT_VERITY;
      if (root || partition.use() == PartitionUse.USR_VERITY) {
        warnings.add(
            (root ? "/" : "/usr")
                + " is mounted without its dm-verity hashes: nothing checks them");
      }
    }
  }

  /** A kernel without FAT can do without. */
  private void boot(Part part, Optional<String> place, List<MountedPartition> mounted) {
    if (place.isEmpty()) {
      return;
    }
    try {
      mounted.add(mount(part, place.get()));
    } catch (Failure failure) {
      warnings.add(place.get() + " of " + file.name() + " is left out: " + failure.why());
    }
  }

  private static Optional<String> placeOfEsp(List<MountedPartition> mounted) {
    if (mounted.isEmpty() || !mounted.get(0).place().equals("/")) {
      return Optional.empty();
    }
    Fd root = mounted.get(0).tree();
    boolean isBootTaken = mounted.stream().anyMatch(other -> other.place().equals(BOOT));
    if (isEmpty(root, ESP)) {
      return Optional.of(ESP);
    }
    return !isBootTaken && isEmpty(root, BOOT) ? Optional.of(BOOT) : Optional.empty();
  }

  private static boolean isEmpty(Fd root, String path) {
    long flags = Descriptors.O_PATH | Descriptors.O_DIRECTORY;
    try (Fd directory = Descriptors.inside(root, BytePath.of(path), flags)) {
      return Directories.entries(directory).isEmpty();
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
        return false;
      }
      throw failure;
    }
  }

  private MountedPartition mount(Part part, String place) {
    FileSystemKind kind = part.kind();
    if (!kind.isFileSystem()) {
      throw locked(kind, place);
    }
    boolean cannotWrite = readOnly || part.isReadOnly() || !kind.isWritable();
    DiskPart bytes = part.bytes();
    try (Fd device = LoopDevices.attach(file, bytes.start(), bytes.size(), cannotWrite)) {
      Map<String, String> options = below ? kind.optionsBelow() : kind.options(cannotWrite);
      Fd tree = Mounts.create(kind.word(), device.name(), options, flags(cannotWrite));
      boolean isOver = below && !part.isReadOnly() && kind.isWritable();
      return new MountedPartition(tree, place, kind.word(), cannotWrite && !isOver);
    } catch (SyscallFailure failure) {
      throw refused(failure, kind, place);
    }
  }

  private static Set<MountFlag> flags(boolean readOnly) {
    return readOnly ? Set.of(MountFlag.NODEV, MountFlag.READ_ONLY) : Set.of(MountFlag.NODEV);
  }

  private Failure locked(FileSystemKind kind, String place) {
    return switch (kind) {
      case LUKS ->
          new Failure(
              ExitStatus.HOST_CANNOT,
              "cannot mount " + place + " of " + file.name(),
              "it is encrypted (LUKS), and jbuild does not set up dm-crypt",
              "unlock it with cryptsetup on the host, then name the device in /dev/mapper");
      case VERITY ->
          failure(
              "what belongs to " + place + " holds dm-verity hashes only", "name the data instead");
      default ->
          failure(
              "what belongs to " + place + " is " + kind.word() + " space",
              "name an image with a file system");
    };
  }

  private Failure refused(SyscallFailure failure, FileSystemKind kind, String place) {
    boolean isUnknown = failure.errno() == Errno.ENODEV;
    return new Failure(
        isUnknown ? ExitStatus.HOST_CANNOT : failure.status(),
        "cannot mount " + place + " of " + file.name(),
        isUnknown ? "this kernel has no " + kind.word() : failure.why(),
        isUnknown
            ? "load the kernel's module for it, or use an image with another file system"
            : "check the file system, and whether the kernel log says more",
        List.of(),
        failure);
  }

  private DiskFailure failure(String why, String fix) {
    return new DiskFailure(file.name(), why, fix);
  }

  @Override
  public void close() {
    file.close();
  }
}
