package jbuild.builder.distribution.dnf;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import jbuild.builder.distribution.rpm.RpmCache;
import jbuild.builder.distribution.rpm.RpmRepository;
import jbuild.builder.distribution.rpm.RpmSystem;
import jbuild.builder.distribution.rpm.RpmWork;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.ToolNetwork;

/**
 * The settings of dnf for one build: nothing of the host, see dnf.conf(5).
 *
 * @param keys the files of those that may sign what a repository has
 * @param network the way to mirrors
 */
record DnfConfiguration(
    RpmSystem system,
    Generation generation,
    Function<RpmRepository, List<String>> keys,
    ToolNetwork network) {
  private static final String NOTHING = RpmWork.SETTINGS + "/none";
  private static final String PATIENCE = "30";

  String text() {
    StringBuilder text = new StringBuilder();
    add(text, "main", main());
    for (RpmRepository repository : system.repositories()) {
      add(text, repository.name(), repository(repository));
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String section, Map<String, String> values) {
    text.append('[').append(section).append("]\n");
    values.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
  }

  private Map<String, String> main() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("reposdir", NOTHING);
    values.put("varsdir", NOTHING);
    values.put("pluginconfpath", NOTHING);
    values.put("plugins", "0");
    values.put("cachedir", RpmCache.PLACE);
    values.put("logdir", RpmWork.LOGS);
    values.put("gpgcheck", "1");
    // A file of the recipe's is what it says; all else is believed by its signature.
    values.put("localpkg_gpgcheck", system.additions().files().isEmpty() ? "1" : "0");
    values.put("keepcache", "1");
    values.put("assumeyes", "1");
    values.put("best", "1");
    values.put("color", "never");
    values.put("countme", "0");
    values.put("skip_if_unavailable", "0");
    values.put("timeout", PATIENCE);
    values.put("install_weak_deps", system.extent().recommended() ? "1" : "0");
    if (!system.extent().documentation()) {
      values.put("tsflags", "nodocs");
    }
    values.putAll(new TreeMap<>(generation.settings()));
    return values;
  }

  private Map<String, String> repository(RpmRepository repository) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", repository.name());
    values.put("baseurl", seen(repository));
    values.put("gpgcheck", "1");
    values.put("repo_gpgcheck", repository.signedMetadata() ? "1" : "0");
    values.put(
        "gpgkey",
        String.join(" ", keys.apply(repository).stream().map(key -> "file://" + key).toList()));
    if (repository.directory().isEmpty()) {
      network.proxyFor(repository.address()).ifPresent(proxy -> add(values, proxy));
    }
    return values;
  }

  private String seen(RpmRepository repository) {
    return repository.directory().isPresent()
        ? repository.seen()
        : network.address(repository.address()).toString();
  }

  private static void add(Map<String, String> values, URI proxy) {
    values.put("proxy", Proxies.plain(proxy).toString());
    Optional<String[]> person =
        Optional.ofNullable(proxy.getUserInfo()).map(all -> all.split(":", 2));
    person.ifPresent(
        words -> {
          values.put("proxy_username", words[0]);
          values.put("proxy_password", words.length > 1 ? words[1] : "");
        });
  }
}
