package jbuild.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.PseudoTerminal;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;

/**
 * A host that has all that the probes look for, and runs them: in a plain chroot, in machines of
 * systemd-nspawn, and in jbuild's. All start under the same conditions.
 */
final class ProbedHost implements AutoCloseable {
  private static final List<String> NAMESPACES =
      List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");

  private final Path image;
  private final Path bound;
  private final Fd terminal = PseudoTerminal.ofHost();
  private final SystemdNspawn original;
  private final Process canary;
  private final List<String> facts = new ArrayList<>();

  /** Below the directory is all that it needs. */
  ProbedHost(Path directory) throws IOException {
    this.image = directory.resolve("probed");
    this.bound = Files.createDirectory(directory.resolve("bound"));
    this.original = new SystemdNspawn(ToolsImage.get().showing(directory), Map.of());
    // Users of machines must come as far as to what is tried.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("canary"), "canary\n");
    Files.writeString(bound.resolve("file"), "");
    Files.setPosixFilePermissions(
        Files.writeString(bound.resolve("private"), "secret\n"),
        PosixFilePermissions.fromString("rw-------"));
    makeImage(image);
    String name = "jbuild-probe-" + ProcessHandle.current().pid();
    String key = Long.toString(ProcessHandle.current().pid() + (1 << 24));
    this.canary =
        ToolsImage.get()
            .showing(Path.of(script(".")))
            .program(List.of("perl", script("canary.pl"), name, key))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] said = firstLine(canary).split(" ");
    facts.addAll(
        List.of(
            "canary=" + directory.resolve("canary"),
            "canary_pid=" + said[0],
            "port=" + said[1],
            "abstract=" + name,
            "queue=" + name,
            "key=" + key,
            "boot=" + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
            "disk=" + numbers((long) Files.getAttribute(Path.of("/"), "unix:dev")),
            "terminal=" + identity(terminalPath()),
            "descriptor=" + identity(bound)));
    for (String namespace : NAMESPACES) {
      facts.add(namespace + "=" + Files.readSymbolicLink(Path.of("/proc/self/ns", namespace)));
    }
  }

  /** A small system with the probes in it. */
  static void makeImage(Path root) {
    String debian = BuiltImages.of("test-images/bookworm.toml").toString();
    Finished.of(
            new ProcessBuilder("/bin/sh", script("image.sh"), debian, root.toString(), script(".")))
        .successfully();
  }

  /** Where nearly everything is possible. */
  Probes inChroot() {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "slave", "/bin/sh"));
    command.addAll(List.of(script("control.sh"), image.toString(), bound.toString(), "--"));
    return probes(command, List.of());
  }

  Probes underOriginal(String... options) {
    return probes(original.words(machine(options)), List.of());
  }

  Probes underJbuild(String... options) {
    return probes(BuiltImages.jbuild("nspawn", "--quiet").command(), List.of(machine(options)));
  }

  private String[] machine(String... options) {
    List<String> words = new ArrayList<>(List.of("--pipe", "--as-pid2", "-D", image.toString()));
    words.add("--bind=" + bound + ":/bound");
    words.add("--bind-ro=" + bound + ":/bound-ro");
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  private Probes probes(List<String> starter, List<String> options) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script("caller.sh")));
    command.addAll(List.of(terminalPath().toString(), bound.toString()));
    command.addAll(starter);
    command.addAll(options);
    command.addAll(List.of("/usr/bin/perl", "/probes/run.pl"));
    command.addAll(facts);
    return Probes.in(Finished.of(new ProcessBuilder(command)).successfully());
  }

  private Path terminalPath() {
    return Path.of("/dev/pts/" + PseudoTerminal.number(terminal));
  }

  private static String script(String name) {
    try {
      return Path.of(ProbedHost.class.getResource("probes/").toURI())
          .resolve(name)
          .normalize()
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource that is no file", e);
    }
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return lines.readLine();
  }

  private static String identity(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev") + ":" + Files.getAttribute(path, "unix:ino");
  }

  /** As makedev(3) puts them together. */
  private static String numbers(long device) {
    return (device >> 8 & 0xfff) + ":" + (device & 0xff | device >> 12 & ~0xff);
  }

  @Override
  public void close() {
    try {
      // It ends when there is nothing more to read.
      canary.getOutputStream().close();
      canary.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    original.close();
    terminal.close();
    Trees.remove(image);
  }
}
