package jbuild.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import jbuild.builder.digest.Sha256;
import jbuild.builder.digest.Unreadable;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.recipe.ImageFile;
import jbuild.builder.recipe.Recipe;

/**
 * Stands for all that a build depends on, as far as this host knows it: equal keys, equal wishes.
 *
 * @param digest of the recipe, the contents of the files it names, and the profile
 */
record BuildKey(String digest) {
  // Changes when a newer jbuild makes another image of the same recipe.
  private static final String FORMAT = "jbuild image 1";

  /**
   * @param more stands for what else goes into the image
   */
  static BuildKey of(
      Recipe recipe, DistributionProfile profile, Secrets secrets, List<String> more) {
    MessageDigest digest = Sha256.start();
    add(digest, FORMAT);
    // How a machine is started changes nothing in the image, nor where its packages came from.
    Recipe made = recipe.bootedAs(Recipe.Boot.STANDARD).borrowingNothing();
    add(digest, secrets.sealed(made.toString()));
    add(digest, secrets.mark(recipe.system().rootPassword()));
    recipe.users().users().forEach(user -> add(digest, secrets.mark(user.password())));
    for (ImageFile file : recipe.contents().files()) {
      if (file.content() instanceof ImageFile.Content.Copy copy) {
        add(digest, copy.source());
      }
    }
    recipe.packages().files().forEach(file -> add(digest, file));
    recipe.contents().trees().forEach(tree -> add(digest, new SourceTree(tree.source())));
    more.forEach(text -> add(digest, text));
    texts(profile).forEach(text -> add(digest, secrets.sealed(text)));
    if (recipe.outputs().disk().boot().isPresent()) {
      add(digest, profile.packages().disk().toString());
    }
    return new BuildKey(HexFormat.of().formatHex(digest.digest()));
  }

  /** What of a profile makes a difference in images. */
  static String textOf(DistributionProfile profile) {
    return String.join("\n", texts(profile));
  }

  private static List<String> texts(DistributionProfile profile) {
    return List.of(
        profile.mirrors().toString(),
        profile.releases().toString(),
        profile.packages().bootable().toString(),
        profile.packages().base().toString(),
        profile.facts().toString());
  }

  private static void add(MessageDigest digest, SourceTree tree) {
    try {
      tree.visit((name, content) -> add(digest, name + "\n" + content));
    } catch (IOException e) {
      add(digest, Unreadable.mark());
    }
  }

  private static void add(MessageDigest digest, Path file) {
    try {
      add(digest, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // The build will say so; until then such a recipe is like no other.
      add(digest, Unreadable.mark());
    }
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Without the length two texts could look like another two.
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
