package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.repository.TrustedKeys;
import jbuild.runner.image.ImageTree;

/**
 * Tells a finished system of repositories that the recipe brings, and of their keys: pacman-key(8)
 * believes the keyrings in its directory when a machine makes its own.
 */
record KeptRepositories(List<AddedRepository> repositories) {
  private static final String SETTINGS = "/etc/pacman.conf";

  /** With a beginning that tells them from keyrings of packages. */
  private static final String KEYRINGS = "/usr/share/pacman/keyrings/repository-";

  private static final int MODE = 0644;
  private static final int LARGEST = 1 << 20;

  /** In the form of gpg's ownertrust: it signs packages, and no other key counts because of it. */
  private static final String SIGNS_NO_KEYS = ":3:\n";

  static KeptRepositories of(PacmanPackages packages) {
    return new KeptRepositories(
        packages.additions().repositories().stream().filter(AddedRepository::kept).toList());
  }

  void write(ImageTree tree) {
    if (repositories.isEmpty()) {
      return;
    }
    String settings =
        tree.read(SETTINGS, LARGEST).map(bytes -> new String(bytes, UTF_8)).orElse("");
    for (AddedRepository repository : repositories) {
      settings = with(repository, settings);
      String keyring = KEYRINGS + repository.name();
      byte[] keys = TrustedKeys.of(List.of(repository.key()), Clock.systemUTC()).keyring();
      tree.write(keyring + ".gpg", keys, MODE, 0, 0);
      byte[] trusted = (repository.key().fingerprint() + SIGNS_NO_KEYS).getBytes(UTF_8);
      tree.write(keyring + "-trusted", trusted, MODE, 0, 0);
    }
    tree.write(SETTINGS, settings.getBytes(UTF_8), MODE, 0, 0);
  }

  /** What an image that is built upon has under the same name goes: there can be only one. */
  static String with(AddedRepository repository, String settings) {
    String section = "[" + repository.name() + "]";
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : settings.lines().toList()) {
      String bare = line.strip();
      inside = bare.startsWith("[") ? bare.equals(section) : inside;
      if (!inside) {
        lines.add(line);
      }
    }
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
      lines.remove(lines.size() - 1);
    }
    lines.add("");
    lines.add(section);
    lines.add(PacmanRepository.signatures(repository.needsSignedIndex()));
    lines.add("Server = " + repository.address());
    return String.join("\n", lines) + "\n";
  }
}
