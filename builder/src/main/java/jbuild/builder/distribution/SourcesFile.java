package jbuild.builder.distribution;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The file that tells a finished system where packages come from. The host's own mirrors do not
 * belong into it: the image goes elsewhere.
 */
record SourcesFile(DebianPackages packages) {
  String text() {
    Map<String, List<String>> suites = new LinkedHashMap<>();
    for (Release.Suite suite : packages.release().suites()) {
      suites.computeIfAbsent(suite.archive(), none -> new ArrayList<>()).add(suite.name());
    }
    return suites.entrySet().stream()
        .map(archive -> stanza(mirror(archive.getKey()), archive.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** The recipe's mirror, unless that is a directory of the host. */
  private URI mirror(String archive) {
    return Optional.ofNullable(packages.mirrors().get(archive))
        .filter(mirror -> !"file".equals(mirror.getScheme()))
        .orElseGet(() -> packages.profile().mirrors().get(archive));
  }

  private String stanza(URI mirror, List<String> suites) {
    return String.join(
        "\n",
        "Types: deb",
        "URIs: " + mirror,
        "Suites: " + String.join(" ", suites),
        "Components: " + String.join(" ", packages.components()),
        "Signed-By: " + packages.profile().keyring(),
        "");
  }
}
