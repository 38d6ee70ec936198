package jbuild.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The systemd-nspawn of the tools image, which needs no systemd on the host as it is used here.
 *
 * <p>It runs in control groups of its own: beside itself it makes a group called payload, the same
 * for all machines, and leaves it behind. Closing removes them.
 */
public final class SystemdNspawn implements AutoCloseable {
  private static final String PROGRAM = "systemd-nspawn";
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final AtomicInteger COUNT = new AtomicInteger();

  /**
   * Moves itself into the groups that come before --, and becomes what comes after. What Java's
   * processes inherit from it, and users' do not, is undone.
   */
  private static final String JOIN =
      """
      while [ "$1" != -- ]; do
        echo 0 >"$1/cgroup.procs"
        shift
      done
      shift
      echo "0x$(cat /proc/1/coredump_filter)" >/proc/self/coredump_filter
      exec "$@"
      """;

  /** Is there for whoever looks whether udev is, as long as the program lasts that it starts. */
  private static final String UDEV =
      """
      import os, socket, subprocess, sys
      os.makedirs('/run/udev')
      udev = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
      udev.bind('/run/udev/control')
      udev.listen()
      sys.exit(subprocess.call(sys.argv[1:]))
      """;

  /**
   * The links below /sys are those of this network, and count as initialised where nobody can write
   * there. Of the host's own files the program sees the one that hardware addresses follow from.
   */
  private static final String NETWORK =
      """
      mkdir -p /run/systemd /run/sys
      mount -t sysfs -o ro sysfs /run/sys
      mount --rbind /sys/fs/cgroup /run/sys/fs/cgroup
      mount --rbind /run/sys /sys
      echo "$1" >/etc/machine-id
      shift
      exec "$@"
      """;

  private final ToolsImage tools;
  private final Map<String, String> environment;
  private final List<Path> groups;

  public SystemdNspawn(ToolsImage tools, Map<String, String> environment) {
    this.tools = tools;
    this.environment = environment;
    String name = "jbuild-test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    this.groups =
        Stream.of(CGROUPS, CGROUPS.resolve("systemd"), CGROUPS.resolve("unified"))
            .filter(hierarchy -> Files.exists(hierarchy.resolve("cgroup.procs")))
            .map(hierarchy -> make(hierarchy.resolve(name)))
            .toList();
  }

  /** Runs a machine to its end. */
  public Finished run(List<String> words) {
    return Finished.of(tools.program(command(words)));
  }

  /** The same, with a disk image: it wants to be seen by udev. */
  public Finished runDisk(List<String> words) {
    List<String> all = command(words);
    all.addAll(all.indexOf(PROGRAM), List.of("python3", "-c", UDEV));
    return Finished.of(tools.program(all));
  }

  /** What starts a machine that has links of the network which it is started in. */
  public ProcessBuilder network(List<String> words) {
    List<String> all = command(words);
    List<String> before = List.of("/bin/sh", "-c", NETWORK, "network", machineId());
    all.addAll(all.indexOf(PROGRAM), before);
    return tools.program(all);
  }

  private static String machineId() {
    try {
      return Files.readString(Path.of("/etc/machine-id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What starts a machine on the host. */
  public List<String> words(String... words) {
    return tools.program(command(List.of(words))).command();
  }

  private List<String> command(List<String> words) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", JOIN, "join"));
    groups.forEach(group -> command.add(group.toString()));
    command.addAll(List.of("--", "env"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of(PROGRAM, "--quiet", "--register=no", "--keep-unit"));
    command.addAll(words);
    return command;
  }

  private static Path make(Path group) {
    try {
      return Files.createDirectory(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    groups.forEach(SystemdNspawn::remove);
  }

  private static void remove(Path group) {
    try (Stream<Path> below = Files.walk(group)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isDirectory(path)) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
