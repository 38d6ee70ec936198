package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.PacmanFacts;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.repository.PinnedKey;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.FileStatus;

/**
 * What the steps of one build do with pacman: first all is fetched that is not on this host, then
 * nothing needs a network.
 *
 * @param start what it begins with
 */
record Installation(PacmanPackages packages, PacmanTool pacman, Pacman.Start start) {
  private static final String KEYRING_ROOT = "keyring";
  private static final String OWN_KEYS = "/etc/pacman.d/gnupg";

  /** Makes all ready that does not change the image, and fetches. */
  void fetch(Workspace workspace) {
    Roots.prepare(workspace.root());
    packages.sources().stream()
        .map(PacmanRepository::base)
        .distinct()
        .forEach(base -> workspace.progress().detail("from " + Mirrors.shown(base)));
    putFiles(workspace);
    if (!packages.isLocal()) {
      PackageCache.of(workspace.cache(), packages).fill(() -> fetchAll(workspace));
    } else {
      putKeys(workspace);
    }
  }

  private void fetchAll(Workspace workspace) {
    putKeys(workspace);
    PacmanTarget target = image(workspace);
    switch (start) {
      case SYSTEM -> pacman.fetch(workspace, target, words("-Syuw", rest()));
      case NOTHING -> pacman.fetch(workspace, target, words("-Syw", all()));
      case BASE -> {
        pacman.fetch(workspace, target, words("-Syw", packages.base()));
        if (!rest().isEmpty()) {
          pacman.fetch(workspace, target, words("-Sw", all()));
        }
      }
    }
  }

  private void putFiles(Workspace workspace) {
    if (!packages.additions().files().isEmpty()) {
      PackageFiles.of(packages).put(Places.files(workspace));
    }
  }

  /** What the recipe wants beside the base system. */
  private List<String> rest() {
    return with(packages.install());
  }

  private List<String> all() {
    return with(packages.all());
  }

  private List<String> with(List<String> names) {
    List<String> files = PackageFiles.of(packages).targets();
    return Stream.concat(names.stream(), files.stream()).toList();
  }

  private PacmanTarget image(Workspace workspace) {
    return pacman.target(workspace, Places.TARGET, packages.sources());
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
    // Those of the recipe's repositories have no say in it.
    keys(wanted.isPresent() ? List.of() : addedKeys(), first).put(workspace, programs);
    if (wanted.isPresent()) {
      KeyringFiles newest = fetchKeyring(workspace, wanted.get()).orElse(first);
      if (!newest.isSameAs(first) || !addedKeys().isEmpty()) {
        keys(addedKeys(), newest).put(workspace, programs);
      }
    }
  }

  private Keys keys(List<PinnedKey> added, KeyringFiles keyring) {
    return new Keys(packages.profile().keys(packages.release()), added, keyring);
  }

  private List<PinnedKey> addedKeys() {
    List<AddedRepository> repositories = packages.additions().repositories();
    repositories.forEach(AddedRepository::validKey);
    return repositories.stream().map(AddedRepository::key).toList();
  }

  private Optional<KeyringFiles> fetchKeyring(
      Workspace workspace, PacmanFacts.KeyringPackage keyring) {
    Path root = Places.work(workspace).resolve(KEYRING_ROOT);
    Roots.prepare(root);
    PacmanTarget target =
        pacman.target(
            workspace, Places.WORK + "/" + KEYRING_ROOT, packages.sources().subList(0, 1));
    List<String> words = new ArrayList<>(List.of("-Sydd", "--noscriptlet"));
    words.add(keyring.packageName());
    pacman.fetch(workspace, target, words);
    Optional<KeyringFiles> files = KeyringFiles.in(root, keyring.name());
    Trees.remove(root);
    return files;
  }

  /** Fills an empty root. */
  void makeBase(Workspace workspace) {
    install(workspace, "-S", start == Pacman.Start.BASE ? packages.base() : all());
    new ReleaseCheck(packages.profile().name()).check(workspace.root());
  }

  void finish(Workspace workspace) {
    if (start == Pacman.Start.SYSTEM) {
      install(workspace, "-Su", rest());
    } else if (start == Pacman.Start.BASE && !rest().isEmpty()) {
      install(workspace, "-S", rest());
    }
    if (!packages.remove().isEmpty()) {
      List<String> words = new ArrayList<>(List.of("-Rns", "--"));
      words.addAll(packages.remove());
      pacman.run(workspace, image(workspace), words);
    }
    String mirrorlist = new PacmanConfiguration(packages).mirrorlist();
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      tree.write(packages.facts().mirrorlist(), mirrorlist.getBytes(UTF_8), 0644, 0, 0);
      KeptRepositories.of(packages).write(tree);
      forgetKeys(tree);
    }
  }

  /** Takes what was fetched, or the directories of this host as they are. */
  private void install(Workspace workspace, String how, List<String> names) {
    pacman.run(workspace, image(workspace), words(packages.isLocal() ? how + "y" : how, names));
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
