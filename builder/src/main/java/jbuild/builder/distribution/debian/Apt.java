package jbuild.builder.distribution.debian;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.SuitePlace;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.PackageEntry;
import jbuild.runner.image.ImageTree;

/**
 * The image's own apt, run in the image. It says what it needs, that is fetched for it, and then it
 * installs without a network.
 */
final class Apt {
  /** On the machine's own tmpfs: no trace of it stays in the image. */
  private static final String PLACE = "/run/jbuild";

  private static final String SETTINGS = "apt.conf";
  private static final String SOURCES = "sources.list";
  private static final String KEYRING = "keyring.gpg";
  private static final String POLICY = "/usr/sbin/policy-rc.d";
  private static final int EXECUTABLE = 0755;
  private static final int MOST_LINES = 20_000;
  private static final Pattern NEEDED =
      Pattern.compile("'file:" + PLACE + "/([^/]+)/(.+)' ([^_ ]+)_\\S+ \\d+ .*");

  private final Archive archive;

  Apt(Archive archive) {
    this.archive = archive;
  }

  void run(Workspace workspace) {
    LocalPackages files = archive.putFiles(workspace);
    archive.put(workspace, KEYRING, archive.keyring());
    DebianPackages packages = archive.packages();
    for (AddedRepository repository : packages.additions().repositories()) {
      archive.put(
          workspace, keyring(repository), Repositories.keys(packages, repository).keyring());
    }
    archive.put(workspace, SETTINGS, bytes(settings()));
    archive.put(workspace, SOURCES, bytes(buildSources()));
    forbidStartingServices(workspace);
    run(workspace, List.of("update"));
    install(workspace, files);
    remove(workspace);
    finish(workspace);
  }

  private static String keyring(AddedRepository repository) {
    return "added-" + repository.name() + ".gpg";
  }

  private void install(Workspace workspace, LocalPackages files) {
    List<String> words = new ArrayList<>(List.of("dist-upgrade"));
    words.addAll(archive.packages().install());
    words.addAll(files.versions());
    Map<PackageEntry, SuitePlace> needed = needed(workspace, words);
    if (!needed.isEmpty()) {
      archive.fetch(workspace, "packages", needed);
    }
    if (!needed.isEmpty() || !files.names().isEmpty()) {
      run(workspace, words);
    }
  }

  private Map<PackageEntry, SuitePlace> needed(Workspace workspace, List<String> words) {
    List<String> asking = new ArrayList<>(List.of("--print-uris"));
    asking.addAll(words);
    Map<PackageEntry, SuitePlace> needed = new LinkedHashMap<>();
    run(
        workspace,
        asking,
        line -> {
          Matcher file = NEEDED.matcher(line);
          if (file.matches()) {
            add(needed, file.group(1), decoded(file.group(2)), file.group(3));
          }
        });
    return needed;
  }

  /** Only what the signed indexes name is fetched, whatever a program of the image says. */
  private void add(Map<PackageEntry, SuitePlace> needed, String mirror, String file, String name) {
    archive
        .suites()
        .forEach(
            (suite, content) -> {
              if (suite.archive().equals(mirror)) {
                content.find(name, file).ifPresent(entry -> needed.putIfAbsent(entry, suite));
              }
            });
  }

  private static String decoded(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private void remove(Workspace workspace) {
    List<String> words = new ArrayList<>(List.of("purge", "--auto-remove"));
    words.addAll(archive.packages().remove());
    if (!archive.packages().remove().isEmpty()) {
      run(workspace, words);
    }
  }

  private static void forbidStartingServices(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      tree.write(POLICY, bytes("#!/bin/sh\nexit 101\n"), EXECUTABLE, 0, 0);
    }
  }

  private void finish(Workspace workspace) {
    SourcesFile sources = new SourcesFile(archive.packages());
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      tree.remove(POLICY);
      tree.write(sources.place(), bytes(sources.text()), 0644, 0, 0);
      new KeptSources(archive.packages())
          .files()
          .forEach((path, content) -> tree.write(path, content, 0644, 0, 0));
    }
  }

  private void run(Workspace workspace, List<String> words) {
    run(workspace, words, line -> workspace.progress().detail(line));
  }

  private void run(Workspace workspace, List<String> words, Consumer<String> lines) {
    List<String> argv = new ArrayList<>(List.of("apt-get"));
    argv.addAll(words);
    Command command =
        Command.in(workspace.root(), argv)
            .with("APT_CONFIG", PLACE + "/" + SETTINGS)
            .with("DEBIAN_FRONTEND", "noninteractive")
            .with("DEBCONF_NONINTERACTIVE_SEEN", "true")
            .with("LC_ALL", "C.UTF-8")
            .bindReadOnly(archive.views(workspace), PLACE);
    if (archive.packages().initrdLater()) {
      // The hooks of Debian's kernel packages look at it: see the Debian Linux Kernel Handbook.
      command = command.with("INITRD", "No");
    }
    List<String> output = new ArrayList<>();
    try {
      workspace
          .sandbox()
          .run(
              command,
              line -> {
                if (output.size() < MOST_LINES) {
                  output.add(line);
                }
                lines.accept(line);
              });
    } catch (ProgramFailure failure) {
      throw AptErrors.explained(output, explained(words, failure));
    }
  }

  private static ProgramFailure explained(List<String> words, ProgramFailure failure) {
    String why =
        failure.details().stream()
            .filter(line -> line.startsWith("E: "))
            .map(line -> line.substring("E: ".length()))
            .findFirst()
            .orElse(failure.why());
    return new ProgramFailure(
        "apt-get " + words.get(0) + " failed in the image", why, failure.fix(), failure.details());
  }

  private String settings() {
    List<String> lines = new ArrayList<>();
    lines.add("Dir::Etc::sourcelist \"" + PLACE + "/" + SOURCES + "\";");
    lines.add("Dir::Etc::sourceparts \"-\";");
    lines.add("APT::Sandbox::User \"root\";");
    lines.add("APT::Get::Assume-Yes \"true\";");
    lines.add("APT::Install-Recommends \"" + archive.packages().recommends() + "\";");
    lines.add("APT::Install-Suggests \"false\";");
    lines.add("Acquire::Languages \"none\";");
    lines.add("Acquire::Check-Valid-Until \"" + !archive.packages().mayBeExpired() + "\";");
    lines.add("Acquire::CompressionTypes::Order:: \"gz\";");
    lines.add("Dpkg::Use-Pty \"false\";");
    lines.add("DPkg::Options {\"--force-unsafe-io\"; \"--force-confold\";};");
    return String.join("\n", lines) + "\n";
  }

  private String buildSources() {
    StringBuilder text = new StringBuilder();
    DebianPackages packages = archive.packages();
    for (SuitePlace suite : packages.suites()) {
      text.append(line(suite, KEYRING, packages.components()));
    }
    packages
        .addedSuites()
        .forEach((suite, from) -> text.append(line(suite, keyring(from), from.components())));
    if (!packages.additions().files().isEmpty()) {
      text.append("deb [trusted=yes] file:" + PLACE + "/" + LocalPackages.PLACE + " ./\n");
    }
    return text.toString();
  }

  private String line(SuitePlace suite, String keyring, List<String> components) {
    // gpgv takes no key that has expired; jbuild has verified all that is in the directory.
    String trust =
        archive.packages().mayBeExpired() ? "trusted=yes" : "signed-by=" + PLACE + "/" + keyring;
    String place = "deb [" + trust + "] file:" + PLACE + "/" + suite.archive();
    return place + " " + suite.name() + " " + String.join(" ", components) + "\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
