package jbuild.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.plan.Progress;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.repository.Closure;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.PackageEntry;
import jbuild.builder.repository.Suite;

/**
 * Debian's packages that repositories for tests are made of, verified.
 *
 * @param names of packages that a system has, whatever its distribution
 */
record DebianInput(List<String> names) {
  /** What only Debian's own scripts need, and what comes with it. */
  private static final Set<String> REFUSED =
      Set.of(
          "base-files",
          "base-passwd",
          "cdebconf",
          "debconf",
          "debianutils",
          "dpkg",
          "init-system-helpers",
          "openssl-provider-legacy",
          "perl-base");

  /** What a small Debian has beside what each Debian must have. */
  private static final List<String> SMALL_DEBIAN =
      List.of(
          "apt",
          "dbus",
          "debian-archive-keyring",
          "libpam-systemd",
          "systemd-sysv",
          "usr-is-merged");

  /** The packages that a table names. */
  static DebianInput of(Path table) throws IOException {
    try (Stream<String> lines = Files.lines(table)) {
      return new DebianInput(
          lines
              .filter(line -> !line.startsWith("#"))
              .flatMap(line -> Stream.of(line.split("\\|", -1)[2].split(" ")))
              .filter(name -> !name.isEmpty())
              .toList());
    }
  }

  /** Fills a directory with system/NAME.deb and, as in a mirror, with Packages and pool. */
  void write(Path directory) throws IOException {
    DebianStable debian = DebianStable.forHost(System.getenv());
    Suite suite = debian.suite(TestCache.root(), Progress.SILENT);
    Downloads downloads = debian.downloads(TestCache.root());
    List<PackageEntry> system = closure(suite, REFUSED, names);
    Path systemDirectory = Files.createDirectory(directory.resolve("system"));
    List<Path> files = fetch(downloads, suite, system);
    for (int i = 0; i < files.size(); i++) {
      Path link = systemDirectory.resolve(system.get(i).name() + ".deb");
      Files.createSymbolicLink(link, files.get(i));
    }
    List<String> small = new ArrayList<>(suite.required());
    small.addAll(SMALL_DEBIAN);
    mirror(
        downloads, suite, closure(suite, Set.of("usrmerge"), small), directory.resolve("mirror"));
  }

  private static List<PackageEntry> closure(Suite suite, Set<String> refused, List<String> names) {
    return List.copyOf(new Closure(suite, refused).add(names).packages().values());
  }

  private static List<Path> fetch(Downloads downloads, Suite suite, List<PackageEntry> entries) {
    List<Downloads.Wanted> wanted = entries.stream().map(suite::download).toList();
    return downloads.fetchAll("packages", wanted, Progress.SILENT);
  }

  private static void mirror(
      Downloads downloads, Suite suite, List<PackageEntry> entries, Path directory)
      throws IOException {
    List<Path> files = fetch(downloads, suite, entries);
    for (int i = 0; i < files.size(); i++) {
      Path link = directory.resolve(entries.get(i).file());
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, files.get(i));
    }
    Files.writeString(
        directory.resolve("Packages"),
        entries.stream()
            .map(entry -> suite.stanza(entry.name()).orElseThrow().strip() + "\n")
            .sorted()
            .collect(Collectors.joining("\n")));
    Files.writeString(directory.resolve("suite"), suite.name() + "\n");
    Files.writeString(
        directory.resolve("architecture"), HostArchitecture.current().names().get(0) + "\n");
  }
}
