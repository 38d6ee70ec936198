package jbuild.builder.oci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Property;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution.Personality;
import jbuild.runner.settings.Particulars.DeviceNode;

/** Reads the object {@code linux}. */
final class LinuxSection {
  private static final Pattern SYSCTL = Pattern.compile("[!--0-~]+(\\.[!--0-~]+)*");
  private static final Pattern SLICE = Pattern.compile("(/[^/]+\\.slice)+/?");

  /** Settings that each IPC namespace has of its own; see ipc_namespaces(7). */
  private static final Set<String> OF_MESSAGES =
      Set.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");

  /** What every machine hides. */
  private static final Set<String> HIDDEN =
      Set.of(
          "/proc/kallsyms", "/proc/kcore", "/proc/keys", "/proc/sysrq-trigger", "/proc/timer_list");

  /** What no machine can write anyway. */
  private static final Set<String> LOCKED =
      Set.of(
          "/proc/sys",
          "/proc/acpi",
          "/proc/apm",
          "/proc/asound",
          "/proc/bus",
          "/proc/fs",
          "/proc/irq",
          "/proc/scsi",
          "/sys");

  private LinuxSection() {}

  static OciLinux read(Value linux) {
    Fields fields = linux.fields();
    NamespacesSection namespaces = NamespacesSection.read(fields.find("namespaces"));
    List<DeviceNode> devices = fields.find("devices").map(DevicesSection::nodes).orElse(List.of());
    Optional<Fields> resources = fields.find("resources").map(Value::fields);
    DevicePolicy policy =
        DevicesSection.policy(resources.flatMap(found -> found.find("devices")), devices);
    List<Property> limits = resources.map(ResourcesSection::read).orElse(List.of());
    fields.ignore("intelRdt", "jbuild does not divide caches");
    fields.ignore("mountLabel", "jbuild labels no mounts of bundles");
    fields.ignore("rootfsPropagation", "no mount of a machine appears on the host");
    fields.refuse("timeOffsets", "machines have the host's time");
    OciLinux read =
        new OciLinux(
            namespaces.ownNetwork(),
            namespaces.shared(),
            namespaces.users(linux, fields.find("uidMappings"), fields.find("gidMappings")),
            devices,
            fields.find("cgroupsPath").flatMap(LinuxSection::slice),
            limits,
            policy,
            fields.find("sysctl").map(value -> sysctl(value, namespaces)).orElse(Map.of()),
            fields.find("seccomp").flatMap(SeccompSection::read),
            fields.find("maskedPaths").map(LinuxSection::masked).orElse(List.of()),
            fields.find("readonlyPaths").map(LinuxSection::readOnly).orElse(List.of()),
            fields.find("personality").flatMap(LinuxSection::personality));
    fields.end();
    return read;
  }

  private static Optional<String> slice(Value path) {
    Optional<String> text = path.text().filter(name -> !name.isEmpty());
    if (text.isEmpty()) {
      return text;
    }
    String name = text.get();
    if (!SLICE.matcher(name).matches()) {
      path.wrong("it is not the path of a slice: /NAME.slice");
      return Optional.empty();
    }
    String end = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return Optional.of(end.substring(end.lastIndexOf('/') + 1));
  }

  /** Only what is the machine's own: the rest would be the host's, after its end too. */
  private static Map<String, String> sysctl(Value object, NamespacesSection namespaces) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Map.Entry<String, Value> entry : object.entries().entrySet()) {
      String name = entry.getKey();
      Value value = entry.getValue();
      Optional<String> text = value.text();
      if (!SYSCTL.matcher(name).matches() || name.contains("..") || name.endsWith(".")) {
        value.wrong("it is no name of a setting such as net.ipv4.ip_forward");
      } else if (!isOfMachine(name, namespaces)) {
        value.wrong("it would change the host, not the machine");
      } else if (text.isPresent()) {
        settings.put(name, text.get());
      }
    }
    return settings;
  }

  private static boolean isOfMachine(String name, NamespacesSection namespaces) {
    if (name.startsWith("net.")) {
      return namespaces.names().contains("network");
    }
    if (name.startsWith("fs.mqueue.") || OF_MESSAGES.contains(name)) {
      return namespaces.names().contains("ipc");
    }
    return name.equals("kernel.domainname") && namespaces.names().contains("uts");
  }

  private static List<CustomMount> masked(Value paths) {
    List<CustomMount> masked = new ArrayList<>();
    for (Value item : paths.items()) {
      Optional<String> path = item.path();
      if (path.isPresent() && path.get().matches("/+")) {
        item.wrong("nothing would be left of the machine");
      } else if (path.isPresent() && MountsSection.isOfMachines(path.get())) {
        item.ignored("every machine has something of its own there");
      } else if (path.isPresent() && !HIDDEN.contains(path.get())) {
        masked.add(new CustomMount.Inaccessible(path.get(), false));
      }
    }
    return masked;
  }

  private static List<String> readOnly(Value paths) {
    List<String> readOnly = new ArrayList<>();
    for (Value item : paths.items()) {
      Optional<String> path = item.path();
      if (path.isPresent() && !LOCKED.contains(path.get()) && !HIDDEN.contains(path.get())) {
        if (MountsSection.isOfMachines(path.get())) {
          item.ignored("every machine has something of its own there");
        } else {
          readOnly.add(path.get());
        }
      }
    }
    return readOnly;
  }

  private static Optional<Personality> personality(Value object) {
    Fields fields = object.fields();
    Optional<Value> domain = fields.require("domain");
    fields.refuse("flags", "Linux knows none here");
    fields.end();
    Optional<String> name = domain.flatMap(Value::text);
    switch (name.orElse("")) {
      case "LINUX" -> {
        return Optional.of(Personality.NATIVE);
      }
      case "LINUX32" -> {
        return Optional.of(Personality.COMPATIBLE);
      }
      default -> {
        name.ifPresent(text -> domain.get().wrong("it is neither LINUX nor LINUX32"));
        return Optional.empty();
      }
    }
  }
}
