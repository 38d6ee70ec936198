package jbuild.builder.distribution.zypper;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jbuild.builder.distribution.rpm.RpmRepository;
import jbuild.builder.distribution.rpm.RpmSystem;
import jbuild.builder.distribution.rpm.RpmWork;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.ToolNetwork;

/**
 * The settings of zypper for one build: nothing of the host, see zypper(8).
 *
 * @param keys the files of those that may sign what a repository has
 * @param network the way to mirrors
 */
record ZypperConfiguration(
    RpmSystem system, Function<RpmRepository, List<String>> keys, ToolNetwork network) {
  String text() {
    return """
        [main]
        solver.onlyRequires = %s
        rpm.install.excludedocs = %s
        history.logfile = %s/history
        gpgcheck = on
        download.use_deltarpm = false
        %s
        """
        .formatted(
            !system.extent().recommended(),
            !system.extent().documentation(),
            RpmWork.LOGS,
            system.isForeign() ? "arch = " + system.architecture() : "");
  }

  /** The files that say where packages are, by their names. */
  Map<String, String> repositories() {
    Map<String, String> files = new LinkedHashMap<>();
    for (RpmRepository repository : system.repositories()) {
      files.put(Zypper.REPOSITORIES + "/" + repository.name() + ".repo", file(repository));
    }
    return files;
  }

  private String file(RpmRepository repository) {
    List<String> lines = new ArrayList<>();
    lines.add("[" + repository.name() + "]");
    lines.add("name=" + repository.name());
    lines.add("enabled=1");
    lines.add("autorefresh=1");
    lines.add("type=rpm-md");
    lines.add("baseurl=" + address(repository));
    lines.add("keeppackages=1");
    // Without a signed index each package must have a signature, and else that is enough.
    lines.add("gpgcheck=1");
    lines.add("repo_gpgcheck=" + (repository.signedMetadata() ? 1 : 0));
    lines.add("pkg_gpgcheck=1");
    List<String> files = keys.apply(repository);
    for (int i = 0; i < files.size(); i++) {
      lines.add((i == 0 ? "gpgkey=" : "       ") + "file://" + files.get(i));
    }
    return String.join("\n", lines) + "\n";
  }

  /** libzypp takes a proxy with the address, and asks the host's settings otherwise. */
  private String address(RpmRepository repository) {
    if (repository.directory().isPresent()) {
      return repository.seen();
    }
    String seen = network.address(repository.address()).toString();
    return network
        .proxyFor(repository.address())
        .map(proxy -> seen + "?" + query(proxy))
        .orElse(seen);
  }

  private static String query(URI proxy) {
    URI plain = Proxies.plain(proxy);
    String query = "proxy=" + plain.getHost() + "&proxyport=" + plain.getPort();
    if (proxy.getUserInfo() == null) {
      return query;
    }
    String[] person = proxy.getUserInfo().split(":", 2);
    String user = query + "&proxyuser=" + encoded(person[0]);
    return person.length > 1 ? user + "&proxypass=" + encoded(person[1]) : user;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
