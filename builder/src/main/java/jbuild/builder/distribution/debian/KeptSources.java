package jbuild.builder.distribution.debian;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import jbuild.builder.distribution.AddedRepository;

/**
 * The files that tell a finished system of repositories that the recipe brings, and of their keys;
 * see sources.list(5).
 */
record KeptSources(DebianPackages packages) {
  private static final String DIRECTORY = "/etc/apt/sources.list.d/";

  /** Their contents by their paths. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    boolean oneLine = packages.facts().oneLineSources().containsKey(packages.release().name());
    for (AddedRepository repository : packages.additions().repositories()) {
      if (repository.kept()) {
        // Old apts know no keys of one repository alone.
        String directory = oneLine ? "/etc/apt/trusted.gpg.d/" : "/etc/apt/keyrings/";
        String key = directory + repository.name() + ".gpg";
        String ending = oneLine ? ".list" : ".sources";
        String text = oneLine ? lines(repository) : stanza(repository, key);
        files.put(key, Repositories.keys(packages, repository).keyring());
        files.put(DIRECTORY + repository.name() + ending, text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static String lines(AddedRepository from) {
    return from.suites().stream()
        .map(suite -> "deb " + from.address() + " " + suite + " " + components(from) + "\n")
        .collect(Collectors.joining());
  }

  private String stanza(AddedRepository from, String key) {
    return """
        Types: deb
        URIs: %s
        Suites: %s
        Components: %s
        Signed-By: %s
        %s"""
        .formatted(
            from.address(),
            String.join(" ", from.suites()),
            components(from),
            key,
            packages.mayBeExpired() ? "Check-Valid-Until: no\n" : "");
  }

  private static String components(AddedRepository from) {
    return String.join(" ", from.components());
  }
}
