package jbuild.runner.machine;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.copy.SnapshotPlan;
import jbuild.runner.image.pool.Pool;
import jbuild.runner.image.pool.PoolFile;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.KernelFiles;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.network.MachineNetwork;
import jbuild.runner.network.Remnant;
import jbuild.runner.network.host.Forwarding;
import jbuild.runner.network.host.Networkd;
import jbuild.runner.settings.MachineName;
import jbuild.runner.tree.Remains;

/**
 * Where running machines are written down, usually /run/jbuild.
 *
 * <p>Each has a directory that its supervisor holds a lock on. A lock that is free belongs to a
 * dead supervisor: what its machine left behind is recorded in the directory, and collected.
 */
public final class RuntimeDirectory {
  private static final String LOCK = "lock";
  private static final String CGROUPS = "cgroups";
  private static final String REMAINS = "remains";
  private static final String ROOT = "root";
  private static final String INCOMING = "incoming";
  private static final String DISK = "disk";
  private static final String NETWORK = "network";
  private static final String NAME_SERVERS = MachineNetwork.NAME_SERVERS;

  private final Path machines;
  private final Path networks;

  public RuntimeDirectory(Path directory) {
    this.machines = directory.resolve("machines");
    this.networks = directory.resolve("network");
  }

  /** The usual one; {@code JBUILD_RUNTIME} names another. */
  public static RuntimeDirectory ofHost() {
    String other = System.getenv("JBUILD_RUNTIME");
    return new RuntimeDirectory(Path.of(other == null ? "/run/jbuild" : other));
  }

  /** The machines that run, in no order; those of other copies of jbuild too. */
  public List<MachineRecord> running() {
    List<MachineRecord> running = new ArrayList<>();
    if (Files.isDirectory(machines)) {
      try (DirectoryStream<Path> directories =
          Files.newDirectoryStream(machines, Files::isDirectory)) {
        for (Path directory : directories) {
          MachineRecord.read(directory).filter(MachineRecord::isAlive).ifPresent(running::add);
        }
      } catch (IOException | DirectoryIteratorException e) {
        throw new Failure(
            ExitStatus.HOST_CANNOT,
            "cannot look for machines in " + machines,
            e.getMessage(),
            "run as root",
            List.of(),
            e);
      }
    }
    return running;
  }

  /** Where is written down what machines share of the host's network; it may not be there yet. */
  Path networks() {
    return networks;
  }

  /** A directory for one machine, held until it is closed. */
  Claim claim(MachineName name) {
    Path directory =
        machines.resolve(name + "." + KernelFiles.randomUuid().toString().substring(0, 8));
    try {
      Files.createDirectories(machines);
      // Until its lock is held the directory would look like one of a dead supervisor.
      Fd all = lockAll(machines);
      try {
        Files.createDirectory(directory, mode("rwx------"));
        Fd lock = open(directory.resolve(LOCK));
        try {
          Locks.exclusive(lock);
          Files.createDirectory(directory.resolve(ROOT));
          Files.createDirectory(directory.resolve(DISK));
          Files.createDirectory(directory.resolve(INCOMING), mode("rw-------"));
          return new Claim(directory, lock);
        } catch (IOException | RuntimeException | Error e) {
          lock.close();
          throw e;
        }
      } finally {
        all.close();
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot write down the machine in " + machines,
          Reasons.of(e),
          "run as root; 'jbuild doctor' says what else machines need",
          List.of(),
          e);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  /**
   * Ends and removes what supervisors that were killed left behind. What cannot be removed is left
   * to the next start: it must not keep a machine from starting.
   */
  public void collect() {
    collectNetworks();
    if (!Files.isDirectory(machines)) {
      return;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(machines)) {
      for (Path directory : directories) {
        if (Files.isDirectory(directory)) {
          collect(directory);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return;
    }
  }

  /** Most starts find nothing there, and need to know no more of networks. */
  private void collectNetworks() {
    try {
      for (String name : namesIn(networks)) {
        if (name.startsWith(Forwarding.PLACES)) {
          new Forwarding(networks).collect();
        } else if (name.equals(Networkd.PLACE) && namesIn(networks.resolve(name)).length > 1) {
          new Networkd(networks).collect();
        }
      }
    } catch (UncheckedIOException | Failure e) {
      return;
    }
  }

  private static String[] namesIn(Path directory) {
    return Objects.requireNonNullElse(directory.toFile().list(), new String[0]);
  }

  private void collect(Path directory) {
    Optional<Fd> lock = lockOfTheDead(directory);
    try {
      if (lock.isPresent()) {
        remove(directory);
      }
    } catch (UncheckedIOException | Failure e) {
      return;
    } finally {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }

  private Optional<Fd> lockOfTheDead(Path directory) {
    Fd all = lockAll(machines);
    try {
      Fd lock = Descriptors.onHost(path(directory.resolve(LOCK)), Descriptors.O_RDWR);
      if (Locks.tryExclusive(lock)) {
        return Optional.of(lock);
      }
      lock.close();
    } catch (Failure failure) {
      // Without a lock it has just been collected, or its making was cut short: then it is empty.
      directory.toFile().delete();
      return Optional.empty();
    } finally {
      all.close();
    }
    return Optional.empty();
  }

  /** Held for moments only, while it is decided whose a directory is. */
  private static Fd lockAll(Path machines) {
    Fd all = open(machines.resolve(".lock"));
    Locks.exclusive(all);
    return all;
  }

  private static Fd open(Path lock) {
    return Descriptors.onHost(path(lock), Descriptors.O_RDWR | Descriptors.O_CREAT);
  }

  private static BytePath path(Path path) {
    return BytePath.of(path.toString());
  }

  /** Ends what is recorded, then forgets it; what cannot be ended stays recorded. */
  private static void remove(Path directory) {
    try {
      Path cgroups = directory.resolve(CGROUPS);
      if (Files.exists(cgroups)) {
        List<Path> groups = new ArrayList<>();
        for (String group : Files.readAllLines(cgroups)) {
          groups.add(Path.of(group));
        }
        if (!new ControlGroup(groups).remove()) {
          return;
        }
      }
      removeRemains(directory.resolve(REMAINS));
      removeNetwork(directory.resolve(NETWORK));
      Fd all = lockAll(directory.getParent());
      try {
        for (String name : MachineRecord.FILES) {
          Files.deleteIfExists(directory.resolve(name));
        }
        for (String name :
            List.of(REMAINS, NETWORK, NAME_SERVERS, CGROUPS, ROOT, DISK, INCOMING, LOCK)) {
          Files.deleteIfExists(directory.resolve(name));
        }
        Files.deleteIfExists(directory);
      } finally {
        all.close();
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot clean up " + directory,
          Reasons.of(e),
          "look what is left there; the next start tries again",
          List.of(),
          e);
    }
  }

  private static void removeRemains(Path record) throws IOException {
    if (Files.exists(record)) {
      // One who was killed while writing may have left half a path: that of a directory above.
      String[] parts = Files.readString(record).split("\0", -1);
      for (int i = 0; i + 2 < parts.length; i += 2) {
        try {
          removeRemains(Path.of(parts[i]), parts[i + 1]);
        } catch (SyscallFailure failure) {
          if (failure.errno() != Errno.ENOENT) {
            throw failure;
          }
        }
      }
    }
  }

  private static void removeRemains(Path root, String path) {
    if (Files.isRegularFile(root)) {
      try (Pool pool = Pool.open(PoolFile.in(root));
          ImageTree files = pool.files()) {
        files.remove(path);
      }
    } else {
      try (ImageTree files = ImageTree.open(root)) {
        files.remove(path);
      }
    }
  }

  private static void removeNetwork(Path record) throws IOException {
    if (Files.exists(record)) {
      Remnant.remove(Files.readAllLines(record));
    }
  }

  /** What is not written down could survive us: so nothing is made then. */
  static Failure unwritable(Path directory, IOException e) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot write down the machine in " + directory,
        Reasons.of(e),
        "make room there, or name another place with JBUILD_RUNTIME",
        List.of(),
        e);
  }

  /** One machine's directory. */
  record Claim(Path directory, Fd lock) implements Remains, AutoCloseable {
    /** Unlike that of any other machine, running or not. */
    String name() {
      return directory.getFileName().toString();
    }

    /** An empty directory: where the machine's tree is put together. */
    Path root() {
      return directory.resolve(ROOT);
    }

    /** Another one: where the file systems of a disk image are put together. */
    Path disk() {
      return directory.resolve(DISK);
    }

    /** What is mounted below on the host shows up in the machine. */
    Path incoming() {
      return directory.resolve(INCOMING);
    }

    /** To be called before the group is made. */
    void record(ControlGroup group) {
      try {
        List<String> lines = new ArrayList<>();
        for (Path outer : group.directories()) {
          lines.add(outer.toString());
        }
        Files.write(directory.resolve(CGROUPS), lines);
      } catch (IOException e) {
        throw unwritable(directory, e);
      }
    }

    /** To be called when the machine runs. */
    void record(MachineRecord machine) {
      machine.write(directory);
    }

    /** To be called before the copy is made; it is removed at our end, unless it was renamed. */
    void record(SnapshotPlan copy) {
      record(copy.path());
    }

    /** The same of anything of a name that nothing else has. */
    void record(Path path) {
      Optional<PoolFile> pool = PoolFile.holding(path);
      if (pool.isPresent()) {
        // Who collects it need not see the pool.
        record(pool.get().file(), pool.get().directory().relativize(path).toString());
      } else {
        record(path.getParent(), path.getFileName().toString());
      }
    }

    /** A file or tree below a root that is to be removed at the machine's end. */
    @Override
    public void record(Path root, String path) {
      try {
        Files.writeString(directory.resolve(REMAINS), root + "\0" + path + "\0", CREATE, APPEND);
      } catch (IOException e) {
        throw unwritable(directory, e);
      }
    }

    /** To be called before it is there; it is removed at the machine's end. */
    void record(Remnant remnant) {
      try {
        Files.writeString(directory.resolve(NETWORK), remnant.line() + "\n", CREATE, APPEND);
      } catch (IOException e) {
        throw unwritable(directory, e);
      }
    }

    @Override
    public void close() {
      try (lock) {
        remove(directory);
      }
    }
  }
}
