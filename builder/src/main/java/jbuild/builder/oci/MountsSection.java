package jbuild.builder.oci;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Bind;
import jbuild.runner.settings.CustomMount.Described;
import jbuild.runner.settings.CustomMount.Origin;
import jbuild.runner.settings.CustomMount.Owners;
import jbuild.runner.settings.CustomMount.Tmpfs;

/** Reads the list {@code mounts}. */
final class MountsSection {
  /** What every machine has there, as systemd-nspawn insists too. */
  private static final Set<String> OF_MACHINES =
      Set.of(
          "/dev",
          "/dev/mqueue",
          "/dev/pts",
          "/dev/shm",
          "/proc",
          "/proc/sys",
          "/run",
          "/sys",
          "/sys/fs/selinux",
          "/tmp");

  private static final String CGROUPS = "/sys/fs/cgroup";

  /** They show the namespaces of whoever mounts them, and that is not the machine. */
  private static final Set<String> OF_NAMESPACES =
      Set.of("proc", "sysfs", "mqueue", "cgroup", "cgroup2");

  private static final Set<String> PROPAGATION =
      Set.of(
          "private",
          "rprivate",
          "slave",
          "rslave",
          "shared",
          "rshared",
          "unbindable",
          "runbindable");
  private static final Set<String> OF_BINDS = Set.of("bind", "rbind", "ro", "rw", "defaults");

  private MountsSection() {}

  /** Whether a machine has something of its own there, which no bundle replaces. */
  static boolean isOfMachines(String path) {
    return OF_MACHINES.contains(path) || (path + "/").startsWith(CGROUPS + "/");
  }

  static List<CustomMount> read(Value mounts, Path bundle) {
    List<CustomMount> read = new ArrayList<>();
    for (Value item : mounts.items()) {
      mount(item, bundle).ifPresent(read::add);
    }
    return read;
  }

  private static Optional<CustomMount> mount(Value item, Path bundle) {
    Fields fields = item.fields();
    Optional<String> target = fields.require("destination").flatMap(Value::path);
    Optional<String> source = fields.find("source").flatMap(Value::text);
    Optional<Value> typed = fields.find("type");
    Optional<String> named = typed.flatMap(Value::text).filter(text -> !text.isEmpty());
    List<String> options = fields.find("options").map(Value::texts).orElse(List.of());
    fields.refuse("uidMappings", "jbuild maps owners only as the machine's users are");
    fields.refuse("gidMappings", "jbuild maps owners only as the machine's users are");
    fields.end();
    if (target.isEmpty() || isOfMachines(target.get())) {
      return Optional.empty();
    }
    boolean binds = options.contains("bind") || options.contains("rbind");
    String type = binds ? Described.BIND : named.orElse(Described.BIND);
    if (type.equals(Described.BIND)) {
      if (source.isEmpty() || source.get().isEmpty()) {
        item.wrong("it has no source");
        return Optional.empty();
      }
      return Optional.of(bind(bundle.resolve(source.get()), target.get(), options));
    }
    if (OF_NAMESPACES.contains(type)) {
      typed.get().wrong("machines have a " + Shown.text(type) + " in the usual place only");
      return Optional.empty();
    }
    if (type.equals("tmpfs")) {
      List<String> own = new ArrayList<>(options);
      own.removeAll(PROPAGATION);
      return Optional.of(new Tmpfs(target.get(), own.isEmpty() ? "rw" : String.join(",", own)));
    }
    return Optional.of(new Described(type, source, options, target.get()));
  }

  private static CustomMount bind(Path source, String target, List<String> options) {
    List<String> further = new ArrayList<>(options);
    further.removeAll(PROPAGATION);
    further.removeAll(OF_BINDS);
    if (!further.isEmpty()) {
      return new Described(
          Described.BIND, Optional.of(source.normalize().toString()), options, target);
    }
    boolean recursive = !options.contains("bind") || options.contains("rbind");
    boolean readOnly = options.lastIndexOf("ro") > options.lastIndexOf("rw");
    return new Bind(
        new Origin.Host(source.normalize()), target, readOnly, recursive, Owners.AS_THEY_ARE);
  }
}
