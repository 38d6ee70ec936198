package jbuild.runner.tree;

import static jbuild.runner.linux.MountFlag.NOEXEC;
import static jbuild.runner.linux.MountFlag.NOSUID;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.SyscallFailure;

/** The machine's /dev: a few harmless devices, terminals of its own, and nothing of the host's. */
public final class DeviceDirectory {
  private static final int TTY_GROUP = 5;
  private static final int USABLE_BY_ALL = 0666;
  private static final Path HOST = Path.of("/dev");

  /**
   * A device.
   *
   * @param checked whether a machine gets it only if it works: it has the host's mode then
   */
  private record Device(String name, int major, int minor, boolean checked) {}

  private static final List<Device> DEVICES =
      List.of(
          new Device("null", 1, 3, false),
          new Device("zero", 1, 5, false),
          new Device("full", 1, 7, false),
          new Device("random", 1, 8, false),
          new Device("urandom", 1, 9, false),
          new Device("tty", 5, 0, false),
          new Device("fuse", 10, 229, true),
          new Device("net/tun", 10, 200, true));

  private static final Map<String, String> LINKS =
      Map.of(
          "/dev/fd", "/proc/self/fd",
          "/dev/stdin", "/proc/self/fd/0",
          "/dev/stdout", "/proc/self/fd/1",
          "/dev/stderr", "/proc/self/fd/2",
          "/dev/ptmx", "pts/ptmx");

  private final MachineTree tree;

  public DeviceDirectory(MachineTree tree) {
    this.tree = tree;
  }

  /** The host's number of the group that terminals belong to. */
  public static int ttyGroup(MachineTree tree) {
    return tree.shift().host(TTY_GROUP);
  }

  /** To be called when /dev is a new, empty file system. */
  public void fill() {
    for (String directory : List.of("/dev/net", "/dev/char", "/dev/mqueue", "/dev/pts")) {
      tree.makeDirectory(directory, 0755);
    }
    for (Device device : DEVICES) {
      OptionalInt mode = mode(device);
      if (mode.isPresent()) {
        make(device, mode.getAsInt());
        tree.owned().link("/dev/char/" + device.major + ":" + device.minor, "../" + device.name);
      }
    }
    for (Map.Entry<String, String> link : LINKS.entrySet()) {
      tree.owned().link(link.getKey(), link.getValue());
    }
    Map<String, String> options =
        Map.of(
            "gid", Integer.toUnsignedString(ttyGroup(tree)),
            "mode", "620",
            "ptmxmode", "666");
    tree.mount(
        Mounts.create("devpts", tree.shift().labelled(options), Set.of(NOSUID, NOEXEC)),
        "/dev/pts");
  }

  /** Empty when the host has it not, or cannot use it: a module may be missing. */
  private static OptionalInt mode(Device device) {
    Path path = HOST.resolve(device.name);
    if (!Files.exists(path)) {
      return OptionalInt.empty();
    }
    if (!device.checked) {
      return OptionalInt.of(USABLE_BY_ALL);
    }
    try (Fd host =
        Descriptors.onHost(
            BytePath.of(path.toString()), Descriptors.O_RDWR | Descriptors.O_NONBLOCK)) {
      return OptionalInt.of(FileStatus.of(host).mode());
    } catch (SyscallFailure failure) {
      return OptionalInt.empty();
    }
  }

  private void make(Device device, int mode) {
    String path = "/dev/" + device.name;
    String parent = path.substring(0, path.lastIndexOf('/'));
    String name = path.substring(parent.length() + 1);
    try (Fd directory = Descriptors.inside(tree.root(), BytePath.of(parent))) {
      Nodes.makeNode(
          directory,
          BytePath.of(name),
          FileType.CHARACTER_DEVICE,
          new FileStatus.Device(device.major, device.minor));
    } catch (SyscallFailure failure) {
      if (failure.errno() != Errno.EPERM) {
        throw failure;
      }
      // A host that is a container itself may not make devices, but may show those it has.
      tree.bind(HOST.resolve(device.name), path, false);
      return;
    }
    try (Fd node = Descriptors.inside(tree.root(), BytePath.of(path))) {
      Attributes.setOwner(node, tree.shift().host(0), tree.shift().host(0));
      Attributes.setMode(node, mode);
    }
  }
}
