package jbuild.builder.distribution.debian;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jbuild.builder.distribution.DebianFacts;
import jbuild.builder.distribution.SuitePlace;
import jbuild.builder.repository.Mirrors;

/**
 * The file that tells a finished system where packages come from. The host's own mirrors do not
 * belong into it: the image goes elsewhere.
 */
record SourcesFile(DebianPackages packages) {
  String text() {
    Map<String, List<String>> suites = new LinkedHashMap<>();
    for (SuitePlace suite : packages.suites()) {
      suites.computeIfAbsent(suite.archive(), none -> new ArrayList<>()).add(suite.name());
    }
    if (packages.facts().oneLineSources().containsKey(packages.release().name())) {
      return suites.entrySet().stream()
          .flatMap(
              archive -> archive.getValue().stream().map(suite -> line(archive.getKey(), suite)))
          .collect(Collectors.joining());
    }
    return suites.entrySet().stream()
        .map(archive -> stanza(archive.getKey(), archive.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** Where it is in the image. */
  String place() {
    DebianFacts facts = packages.facts();
    return facts.oneLineSources().getOrDefault(packages.release().name(), facts.sources());
  }

  private String line(String archive, String suite) {
    return "deb "
        + address(archive)
        + " "
        + suite
        + " "
        + String.join(" ", packages.components())
        + "\n";
  }

  private URI address(String archive) {
    return chosen(archive).orElseGet(() -> packages.profile().mirror(packages.release(), archive));
  }

  private String stanza(String archive, List<String> suites) {
    Optional<URI> chosen = chosen(archive);
    List<String> lines = new ArrayList<>();
    lines.add("Types: deb");
    lines.add("URIs: " + address(archive));
    lines.add("Suites: " + String.join(" ", suites));
    lines.add("Components: " + String.join(" ", packages.components()));
    lines.add("Signed-By: " + packages.facts().keyring());
    // The distribution's own mirrors are up to date, whatever the image was made from.
    if (packages.mayBeExpired() && chosen.isPresent()) {
      lines.add("Check-Valid-Until: no");
    }
    return String.join("\n", lines) + "\n";
  }

  /** The recipe's mirror, unless only this host can use it. */
  private Optional<URI> chosen(String archive) {
    return Optional.ofNullable(packages.mirrors().get(archive)).filter(Mirrors::isForAll);
  }
}
