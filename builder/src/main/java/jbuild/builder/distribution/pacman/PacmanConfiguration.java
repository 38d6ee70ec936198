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
   * @param target that packages are installed in
   * @param seen the address of a mirror as pacman is told
   */
  String text(PacmanGeneration generation, PacmanTarget target, UnaryOperator<URI> seen) {
    List<String> lines = new ArrayList<>();
    lines.add("[options]");
    lines.add("RootDir = " + target.root() + "/");
    lines.add("DBPath = " + target.root() + "/var/lib/pacman/");
    for (String directory : target.packages()) {
      lines.add("CacheDir = " + directory + "/");
    }
    lines.add("LogFile = " + Places.WORK + "/" + Places.LOG);
    lines.add("GPGDir = " + Places.WORK + "/" + Places.KEYS + "/");
    lines.add("HookDir = " + target.hooks() + "/");
    lines.add("Architecture = " + packages.architecture());
    lines.add(PacmanRepository.signatures(packages.facts().signedDatabases()));
    lines.add("CheckSpace");
    lines.add("ParallelDownloads = 5");
    if (!packages.documentation()) {
      lines.add("NoExtract = " + MANUALS);
    }
    lines.addAll(generation.settings());
    if (target.hasFiles()) {
      // Nobody has to have signed them; that a file is the one in the list is looked at all the
      // same. They come first, so that they count in place of others of the same name.
      lines.add("[" + PackageFiles.NAME + "]");
      lines.add("SigLevel = Never");
      lines.add("Server = file://" + Places.FILES);
    }
    for (PacmanRepository repository : target.repositories()) {
      lines.add("[" + repository.name() + "]");
      lines.add(repository.signatures());
      lines.add("Server = " + repository.server(seen));
    }
    return String.join("\n", lines) + "\n";
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
