package jbuild.builder.oci;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.MachineName;

/**
 * Reads bundles: the runtime specification 1.0 to 1.2 of the Open Container Initiative.
 *
 * <p>What is not understood is refused, as systemd-nspawn does: it may be what keeps a machine in.
 */
public final class BundleReader {
  private static final String CONFIGURATION = "config.json";
  private static final int LARGEST = 4 << 20;
  private static final Pattern VERSION = Pattern.compile("1\\.[0-2]\\.[0-9]+([-+].*)?");
  private static final String ELSEWHERE = "it means something on other systems only";

  private BundleReader() {}

  /**
   * The bundle in a directory.
   *
   * @throws Failure that names all that is wrong with it
   */
  public static OciBundle read(Path directory) {
    Path bundle = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(bundle)) {
      throw failure(bundle, "there is no such directory", List.of());
    }
    try (ImageTree files = ImageTree.open(bundle)) {
      Optional<byte[]> bytes = files.read("/" + CONFIGURATION, LARGEST);
      return parse(
          bytes.orElseThrow(() -> failure(bundle, "it has no " + CONFIGURATION, List.of())),
          bundle);
    }
  }

  static OciBundle parse(byte[] bytes, Path bundle) {
    Object parsed;
    try {
      parsed = Json.parse(bytes);
    } catch (Json.Broken e) {
      throw failure(bundle, CONFIGURATION + ":" + e.getMessage(), List.of());
    }
    Problems problems = new Problems();
    OciBundle read = bundle(new Value("", parsed, problems), bundle);
    List<String> wrong = problems.wrong();
    if (!wrong.isEmpty()) {
      String more = wrong.size() == 1 ? "" : " (and " + (wrong.size() - 1) + " more)";
      throw failure(bundle, wrong.get(0) + more, wrong);
    }
    return read;
  }

  private static OciBundle bundle(Value configuration, Path bundle) {
    Fields fields = configuration.fields();
    fields.require("ociVersion").ifPresent(BundleReader::checkVersion);
    Optional<Fields> root = fields.find("root").map(Value::fields);
    Optional<Path> path =
        root.flatMap(found -> found.require("path"))
            .flatMap(Value::text)
            .map(text -> bundle.resolve(text).normalize());
    boolean readOnly =
        root.flatMap(found -> found.find("readonly")).flatMap(Value::truth).orElse(false);
    root.ifPresent(Fields::end);
    OciProcess process = fields.find("process").map(ProcessSection::read).orElse(OciProcess.NONE);
    List<CustomMount> mounts =
        fields.find("mounts").map(value -> MountsSection.read(value, bundle)).orElse(List.of());
    OciLinux linux = fields.find("linux").map(LinuxSection::read).orElse(OciLinux.NONE);
    Optional<Value> named = fields.find("hostname");
    Optional<String> hostname = named.flatMap(value -> hostname(value, linux));
    Optional<Value> domain = fields.find("domainname");
    Optional<String> domainname = domain.flatMap(value -> hostname(value, linux));
    fields.find("hooks").ifPresent(BundleReader::checkHooks);
    fields.find("annotations").ifPresent(BundleReader::checkAnnotations);
    for (String name : List.of("solaris", "windows", "vm", "zos")) {
      fields.ignore(name, ELSEWHERE);
    }
    fields.end();
    return new OciBundle(
        path,
        readOnly,
        hostname,
        process,
        mounts,
        domainname.map(linux::withDomain).orElse(linux),
        configuration.problems().ignored());
  }

  private static void checkVersion(Value version) {
    Optional<String> text = version.text();
    if (text.isPresent() && !VERSION.matcher(text.get()).matches()) {
      version.wrong("jbuild reads the versions 1.0 to 1.2, not " + Shown.text(text.get()));
    }
  }

  private static Optional<String> hostname(Value value, OciLinux linux) {
    Optional<String> text = value.text().filter(name -> !name.isEmpty());
    if (text.isPresent() && !MachineName.isValid(text.get())) {
      value.wrong("'" + Shown.text(text.get()) + "' is no host name");
      return Optional.empty();
    }
    if (text.isPresent() && linux.sharesName()) {
      value.wrong("without a uts namespace it would be the host's");
      return Optional.empty();
    }
    return text;
  }

  /** As systemd-nspawn, which reads the three that it knows, and never runs them. */
  private static void checkHooks(Value hooks) {
    Fields fields = hooks.fields();
    for (String name : List.of("prestart", "poststart", "poststop")) {
      fields.ignore(name, "jbuild runs no hooks");
    }
    for (String name : List.of("createRuntime", "createContainer", "startContainer")) {
      fields.refuse(name, "jbuild runs no hooks, and the machine may need what they do");
    }
    fields.end();
  }

  private static void checkAnnotations(Value annotations) {
    for (Map.Entry<String, Value> entry : annotations.entries().entrySet()) {
      if (entry.getKey().isEmpty()) {
        entry.getValue().wrong("its key is empty");
      }
      entry.getValue().text();
    }
  }

  private static Failure failure(Path bundle, String why, List<String> details) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use the bundle " + bundle,
        why,
        "change its " + CONFIGURATION + ", or name another bundle with --oci-bundle=",
        details,
        null);
  }
}
