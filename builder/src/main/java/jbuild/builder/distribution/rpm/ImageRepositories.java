package jbuild.builder.distribution.rpm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.TrustedKeys;
import jbuild.runner.image.ImageTree;

/**
 * Tells a finished system where its packages come from, when its own packages do not know: the
 * recipe has named another mirror, or the distribution says nothing of it.
 *
 * @param directory in the image, where its tool looks
 */
public record ImageRepositories(RpmSystem system, String directory) implements Step {
  private static final String KEYS = "/etc/pki/rpm-gpg/";
  private static final String ENDING = ".repo";
  private static final int MODE = 0644;
  private static final int LARGEST = 1 << 20;

  @Override
  public String name() {
    return "write where packages come from";
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      List<String> files =
          tree.exists(directory)
              ? tree.list(directory).stream().filter(name -> name.endsWith(ENDING)).toList()
              : List.of();
      if (files.isEmpty() || system.publicMirror().isPresent()) {
        files.forEach(name -> disable(tree, directory + "/" + name));
        write(tree, directory + "/" + system.profile().name() + "-mirror" + ENDING, text());
        writeKeys(tree, system.trustedKeys());
      }
      for (RpmRepository kept : system.keptRepositories()) {
        String key = "file://" + KEYS + kept.name() + ".asc";
        write(tree, directory + "/" + kept.name() + ENDING, text(kept, key));
        writeKeys(tree, system.trustedKeys(kept));
      }
    }
  }

  private static void writeKeys(ImageTree tree, TrustedKeys keys) {
    keys.armored().forEach((name, key) -> write(tree, KEYS + name + ".asc", key));
  }

  private String text() {
    String keys =
        system.profile().keys(system.release()).stream()
            .map(key -> "file://" + KEYS + key.name() + ".asc")
            .collect(Collectors.joining("\n       "));
    return system.publicRepositories().stream()
        .map(repository -> text(repository, keys))
        .collect(Collectors.joining("\n"));
  }

  private static String text(RpmRepository repository, String keys) {
    return """
        [%s]
        name=%s
        baseurl=%s
        enabled=1
        gpgcheck=1
        repo_gpgcheck=%d
        gpgkey=%s
        """
        .formatted(
            repository.name(),
            repository.name(),
            repository.address(),
            repository.signedMetadata() ? 1 : 0,
            keys);
  }

  /** The files are those of packages, which would bring them back. */
  private static void disable(ImageTree tree, String file) {
    String text =
        tree.read(file, LARGEST).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    String disabled =
        text.lines()
            .filter(line -> !line.matches("\\s*enabled\\s*=.*"))
            .map(line -> line.startsWith("[") ? line + "\nenabled=0" : line)
            .collect(Collectors.joining("\n", "", "\n"));
    write(tree, file, disabled);
  }

  private static void write(ImageTree tree, String path, String text) {
    tree.write(path, text.getBytes(StandardCharsets.UTF_8), MODE, 0, 0);
  }
}
