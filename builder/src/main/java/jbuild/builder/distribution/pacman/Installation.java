package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.distribution.PacmanFacts;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.FileStatus;

/**
 * What the steps of one build do with pacman: first all is fetched, then nothing needs a network.
 *
 * @param isThere whether a system is there already: then all of it is brought up to date, for Arch
 *     has no packages that fit to older ones
 */
record Installation(PacmanPackages packages, PacmanTool pacman, boolean isThere) {
  private static final String KEYRING_ROOT = "keyring";
  private static final String OWN_KEYS = "/etc/pacman.d/gnupg";

  void fetch(Workspace workspace) {
    Roots.prepare(workspace.root());
    packages.repositories().stream()
        .map(packages::mirrorOf)
        .distinct()
        .forEach(mirror -> workspace.progress().detail("from " + Mirrors.shown(mirror)));
    PacmanTool.Target target = image(workspace);
    PackageCache.of(workspace.cache(), packages).fill(() -> fetch(workspace, target));
  }

  private void fetch(Workspace workspace, PacmanTool.Target target) {
    putKeys(workspace);
    if (isThere) {
      pacman.fetch(workspace, target, words("-Syuw", packages.install()));
      return;
    }
    pacman.fetch(workspace, target, words("-Syw", packages.base()));
    if (!packages.install().isEmpty()) {
      pacman.fetch(workspace, target, words("-Sw", all()));
    }
  }

  private List<String> all() {
    return Stream.concat(packages.base().stream(), packages.install().stream()).distinct().toList();
  }

  private PacmanTool.Target image(Workspace workspace) {
    return pacman.target(workspace, Places.TARGET, packages.repositories());
  }

  /**
   * The keyring that came with pacman verifies the newest one, as on a system that was not brought
   * up to date for long; whom a keyring trusts is for the profile to say.
   */
  private void putKeys(Workspace workspace) {
    Optional<PacmanFacts.KeyringPackage> wanted = packages.facts().keyring();
    ProgramTree programs = pacman.programs(workspace);
    KeyringFiles first =
        wanted
            .flatMap(keyring -> KeyringFiles.in(programs.root(), keyring.name()))
            .orElse(KeyringFiles.NONE);
    keys(first).put(workspace, programs);
    if (wanted.isPresent()) {
      KeyringFiles newest = fetchKeyring(workspace, wanted.get()).orElse(first);
      if (!newest.isSameAs(first)) {
        keys(newest).put(workspace, programs);
      }
    }
  }

  private Keys keys(KeyringFiles keyring) {
    return new Keys(packages.profile().keys(packages.release()), keyring);
  }

  private Optional<KeyringFiles> fetchKeyring(
      Workspace workspace, PacmanFacts.KeyringPackage keyring) {
    Path root = Places.work(workspace).resolve(KEYRING_ROOT);
    Roots.prepare(root);
    PacmanTool.Target target =
        pacman.target(
            workspace, Places.WORK + "/" + KEYRING_ROOT, packages.repositories().subList(0, 1));
    List<String> words = new ArrayList<>(List.of("-Sydd", "--noscriptlet"));
    words.add(keyring.packageName());
    pacman.fetch(workspace, target, words);
    Optional<KeyringFiles> files = KeyringFiles.in(root, keyring.name());
    Trees.remove(root);
    return files;
  }

  void makeBase(Workspace workspace) {
    pacman.run(workspace, image(workspace), words("-S", packages.base()));
    new ReleaseCheck(packages.profile().name()).check(workspace.root());
  }

  void finish(Workspace workspace) {
    if (isThere || !packages.install().isEmpty()) {
      pacman.run(workspace, image(workspace), words(isThere ? "-Su" : "-S", packages.install()));
    }
    if (!packages.remove().isEmpty()) {
      List<String> words = new ArrayList<>(List.of("-Rns", "--"));
      words.addAll(packages.remove());
      pacman.run(workspace, image(workspace), words);
    }
    String mirrorlist = new PacmanConfiguration(packages).mirrorlist();
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      tree.write(packages.facts().mirrorlist(), mirrorlist.getBytes(UTF_8), 0644, 0, 0);
      forgetKeys(tree);
    }
  }

  /** Each machine makes a key of its own with pacman-key(8): one in the image would be shared. */
  private static void forgetKeys(ImageTree tree) {
    if (tree.exists(OWN_KEYS) && tree.readLink(OWN_KEYS).isEmpty()) {
      FileStatus status = tree.status(OWN_KEYS);
      tree.remove(OWN_KEYS);
      if (status.isDirectory()) {
        tree.directory(OWN_KEYS, status.mode(), (int) status.uid(), (int) status.gid());
      }
    }
  }

  private static List<String> words(String how, List<String> names) {
    List<String> words = new ArrayList<>(List.of(how, "--needed", "--"));
    words.addAll(names);
    return words;
  }
}
