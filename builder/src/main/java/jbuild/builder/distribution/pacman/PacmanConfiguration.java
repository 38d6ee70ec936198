package jbuild.builder.distribution.pacman;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import jbuild.builder.distribution.PackageRepository;

/** The texts that tell pacman where packages come from, in a build and in the finished system. */
record PacmanConfiguration(PacmanPackages packages) {
  /** Licences are the packages' own, in /usr/share/licenses; see pacman.conf(5). */
  private static final String MANUALS =
      "usr/share/man/* usr/share/info/* usr/share/doc/* usr/share/gtk-doc/* usr/share/help/*"
          + " !usr/share/doc/*/copyright";

  /**
   * Settings of a build: none of the host's count.
   *
   * @param root that packages are installed in, as pacman sees it
   * @param seen the address of a mirror as pacman is told
   * @param hooks the directory with those that no package has brought, which has to be there
   */
  String text(
      PacmanGeneration generation,
      String root,
      String hooks,
      List<PackageRepository> repositories,
      UnaryOperator<URI> seen) {
    List<String> lines = new ArrayList<>();
    lines.add("[options]");
    lines.add("RootDir = " + root + "/");
    lines.add("DBPath = " + root + "/var/lib/pacman/");
    lines.add("CacheDir = " + Places.PACKAGES + "/");
    lines.add("LogFile = " + Places.WORK + "/" + Places.LOG);
    lines.add("GPGDir = " + Places.WORK + "/" + Places.KEYS + "/");
    lines.add("HookDir = " + hooks + "/");
    lines.add("Architecture = " + packages.architecture());
    lines.add("SigLevel = Required" + (signedDatabases() ? "" : " DatabaseOptional"));
    lines.add("CheckSpace");
    lines.add("ParallelDownloads = 5");
    if (!packages.documentation()) {
      lines.add("NoExtract = " + MANUALS);
    }
    lines.addAll(generation.settings());
    for (PackageRepository repository : repositories) {
      lines.add("[" + repository.name() + "]");
      lines.add("Server = " + server(repository, seen));
    }
    return String.join("\n", lines) + "\n";
  }

  private boolean signedDatabases() {
    return packages.facts().signedDatabases();
  }

  private String server(PackageRepository repository, UnaryOperator<URI> seen) {
    URI base =
        packages.directory().isPresent()
            ? URI.create("file://" + Places.MIRROR)
            : seen.apply(packages.mirrorOf(repository));
    return repository.address(base, packages.release(), packages.architecture()).toString();
  }

  /** The mirror as the settings of the finished system include it for all repositories. */
  String mirrorlist() {
    PackageRepository first = packages.repositories().get(0);
    PackageRepository any =
        new PackageRepository("$repo", first.mirror(), first.path(), first.releases(), false);
    String base = packages.lastingMirrorOf(first).toString();
    return "Server = " + base + "/" + any.filled(packages.release(), "$arch") + "\n";
  }
}
