package jbuild.runner.tree;

import static jbuild.runner.linux.MountFlag.NODEV;
import static jbuild.runner.linux.MountFlag.NOEXEC;
import static jbuild.runner.linux.MountFlag.NOSUID;
import static jbuild.runner.linux.MountFlag.READ_ONLY;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.KernelFiles;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.NotifySocket;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.settings.Credential;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.users.BoundUsers;
import jbuild.runner.users.UserdbEntry;

/**
 * The machine's /run/host: what a container manager tells a payload.
 *
 * <p>See systemd's "Container Interface" document. Read-only, so that only the manager tells.
 */
public final class HostInterface {
  public static final Path OS_RELEASE = Path.of("/etc/os-release");

  /** Backing files, shown elsewhere: a new boot id, and an empty kernel log. */
  static final String BOOT_ID = "/run/host/boot-id";

  static final String KERNEL_LOG = "/run/host/proc-kmsg";
  static final String INACCESSIBLE_FILE = "/run/host/inaccessible/reg";

  private static final String DIRECTORY = "/run/host";
  private static final Set<MountFlag> LOCKED = Set.of(READ_ONLY, NOSUID, NODEV, NOEXEC);
  private static final FileStatus.Device NONE = new FileStatus.Device(0, 0);

  private final MachineTree tree;

  public HostInterface(MachineTree tree) {
    this.tree = tree;
  }

  /** Makes all of it, and the socket on which the payload can say that it is ready. */
  public NotifySocket make(
      MachineSettings settings, UUID uuid, Path incoming, Optional<BoundUsers> bound) {
    tree.makeDirectory(DIRECTORY, 0755);
    NotifySocket notify;
    try (Fd directory = Descriptors.inside(tree.root(), BytePath.of(DIRECTORY))) {
      notify = NotifySocket.in(directory, "notify");
      own(DIRECTORY + "/notify", 0755);
    }
    write("container-manager", settings.integration().manager() + "\n", 0644);
    write("container-uuid", uuid + "\n", 0644);
    write("boot-id", KernelFiles.randomUuid() + "\n", 0444);
    write("os-release", "", 0444);
    tree.makeDirectory(DIRECTORY + "/incoming", 0600);
    node(DIRECTORY, "proc-kmsg", FileType.FIFO, 0600);
    makeInaccessible();
    List<Credential> credentials = settings.integration().credentials();
    if (!credentials.isEmpty()) {
      tree.makeDirectory(CredentialDirectory.PATH, 0700);
    }
    if (bound.isPresent()) {
      makeUserDatabase(bound.get());
    }
    try (Fd directory = Descriptors.inside(tree.root(), BytePath.of(DIRECTORY))) {
      tree.mount(restricted(directory, LOCKED), DIRECTORY);
    }
    if (Files.exists(OS_RELEASE)) {
      show(OS_RELEASE, "os-release", LOCKED);
    }
    show(incoming, "incoming", Set.of(READ_ONLY));
    if (!credentials.isEmpty()) {
      boolean forEverybody = CredentialDirectory.areForEverybody(settings);
      CredentialDirectory.mount(tree, credentials, forEverybody);
    }
    if (bound.isPresent()) {
      showHomes(bound.get());
    }
    return notify;
  }

  /** A detached copy of what covers a file of this type, so that nobody can open it. */
  static Fd inaccessible(MachineTree tree, FileType type) {
    List<String> names =
        switch (type) {
          case DIRECTORY -> List.of("dir");
          case FIFO -> List.of("fifo");
          case SOCKET -> List.of("sock");
          // On a host that is a container itself there are none: any other that is no directory.
          case CHARACTER_DEVICE -> List.of("chr", "sock");
          case BLOCK_DEVICE -> List.of("blk", "sock");
          default -> List.of("reg");
        };
    for (String name : names) {
      String path = DIRECTORY + "/inaccessible/" + name;
      if (tree.files().exists(path)) {
        try (Fd cover = Descriptors.inside(tree.root(), BytePath.of(path))) {
          return Mounts.copy(cover);
        }
      }
    }
    throw new IllegalStateException("nothing covers " + type);
  }

  private void show(Path source, String name, Set<MountFlag> flags) {
    try (Fd host = Descriptors.onHost(BytePath.of(source.toString()))) {
      tree.mount(restricted(host, flags), DIRECTORY + "/" + name);
    }
  }

  private static Fd restricted(Fd source, Set<MountFlag> flags) {
    Fd copy = Mounts.copy(source);
    try {
      Mounts.restrict(copy, flags, true);
      return copy;
    } catch (RuntimeException | Error e) {
      copy.close();
      throw e;
    }
  }

  /** Users of the host who are also the machine's; see systemd's "User/Group Record Lookup". */
  private void makeUserDatabase(BoundUsers bound) {
    String database = DIRECTORY + "/userdb";
    tree.makeDirectory(database, 0755);
    int root = tree.shift().host(0);
    for (UserdbEntry entry : bound.records()) {
      String path = database + "/" + entry.name();
      if (entry instanceof UserdbEntry.File file) {
        tree.files()
            .write(path, file.text().getBytes(StandardCharsets.UTF_8), file.mode(), root, root);
      } else if (entry instanceof UserdbEntry.Link link) {
        tree.owned().link(path, link.target());
      }
    }
    tree.makeDirectory(DIRECTORY + "/home", 0755);
    for (BoundUsers.Home home : bound.homes()) {
      tree.makeDirectory(home.destination(), 0755);
    }
  }

  private void showHomes(BoundUsers bound) {
    for (BoundUsers.Home home : bound.homes()) {
      tree.bind(Path.of(home.source()), home.destination(), false);
    }
  }

  /** One of each kind that nobody can open: what is to be hidden is covered with these. */
  private void makeInaccessible() {
    String directory = DIRECTORY + "/inaccessible";
    tree.makeDirectory(directory, 0755);
    tree.files()
        .write(directory + "/reg", new byte[0], 0, tree.shift().host(0), tree.shift().host(0));
    tree.files().directory(directory + "/dir", 0, tree.shift().host(0), tree.shift().host(0));
    node(directory, "fifo", FileType.FIFO, 0);
    node(directory, "sock", FileType.SOCKET, 0);
    node(directory, "chr", FileType.CHARACTER_DEVICE, 0);
    node(directory, "blk", FileType.BLOCK_DEVICE, 0);
  }

  private void node(String directory, String name, FileType type, int mode) {
    try (Fd parent = Descriptors.inside(tree.root(), BytePath.of(directory))) {
      Nodes.makeNode(parent, BytePath.of(name), type, NONE);
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EPERM) {
        // A host that is a container itself may not make devices, and so has none to hide.
        return;
      }
      throw failure;
    }
    own(directory + "/" + name, mode);
  }

  private void own(String path, int mode) {
    try (Fd file = Descriptors.inside(tree.root(), BytePath.of(path))) {
      Attributes.setOwner(file, tree.shift().host(0), tree.shift().host(0));
      Attributes.setMode(file, mode);
    }
  }

  private void write(String name, String text, int mode) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Made before the user namespace is there: the host's root owns them, as systemd-nspawn's.
    tree.files().write(DIRECTORY + "/" + name, bytes, mode, 0, 0);
  }
}
