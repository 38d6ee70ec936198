package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A table of a recipe. */
enum Table {
  IMAGE("image", false, "What comes out."),
  VARS("vars", false, "Texts that ${NAME} stands for, everywhere in the recipe."),
  MATRIX("matrix", false, "Several images from one recipe: one for each cell."),
  PROFILE(
      "profile",
      false,
      "Tables of a recipe that count when the profile is chosen, as [profile.NAME.packages]."),
  DISTRIBUTION("distribution", false, "What to install from."),
  REPOSITORIES(
      "distribution.repositories",
      true,
      "Repositories beside the distribution's own; one table for each."),
  PACKAGES("packages", false, "What to install beside the minimum."),
  SYSTEM("system", false, "What an administrator sets once on every system."),
  SERVICES("services", false, "Which units start with the system."),
  USERS("users", true, "Users that are added; one table for each."),
  GROUPS("groups", true, "Groups that are added; one table for each."),
  BOOT("boot", false, "What 'jbuild boot' gives the machine, unless options say otherwise."),
  DISK("disk", false, "What a raw disk looks like."),
  PARTITIONS(
      "disk.partitions", true, "Partitions of a raw disk beside its root; one table for each."),
  OCI("oci", false, "How containers of an image of OCI start."),
  SIGNATURE("signature", false, "What signs the checksums of outputs."),
  FILES("files", true, "Files that the recipe brings; one table for each."),
  TREES("trees", true, "Directories beside the recipe whose files go into the image."),
  DOWNLOADS("downloads", true, "Files of the network that go into the image."),
  BUILD("build", false, "What is built from sources, in a copy of the image."),
  CLEANUP("cleanup", false, "What is taken out of the image at the end."),
  SCRIPTS("scripts", true, "Commands to run inside the image; one table for each.");

  private final String word;
  private final boolean repeated;
  private final String doc;

  private static final Map<String, String> IDENTITIES =
      Map.of(
          "files",
          "path",
          "downloads",
          "path",
          "users",
          "name",
          "groups",
          "name",
          "disk.partitions",
          "use",
          "distribution.repositories",
          "name");

  Table(String word, boolean repeated, String doc) {
    this.word = word;
    this.repeated = repeated;
    this.doc = doc;
  }

  static Optional<Table> named(String word) {
    return Stream.of(values())
        .filter(table -> table.isOuter() && table.word.equals(word))
        .findFirst();
  }

  static List<String> words() {
    return Stream.of(values()).filter(Table::isOuter).map(table -> table.word).toList();
  }

  String word() {
    return word;
  }

  /** The names that lead to it: a table can be in another one. */
  List<String> path() {
    return List.of(word.split("\\."));
  }

  private boolean isOuter() {
    return word.indexOf('.') < 0;
  }

  /** The names of tables that are in this one. */
  List<String> inner() {
    return Stream.of(values())
        .filter(table -> table.word.startsWith(word + "."))
        .map(table -> table.word.substring(word.length() + 1))
        .toList();
  }

  /** Whether a recipe may have several, as {@code [[files]]}. */
  boolean repeated() {
    return repeated;
  }

  /** The key that tells one of several from the others. */
  Optional<String> identity() {
    return Optional.ofNullable(IDENTITIES.get(word));
  }

  /** Whether the names of its keys are the user's. */
  boolean isFree() {
    return this == VARS || this == PROFILE;
  }

  String doc() {
    return doc;
  }

  /** As it stands in a recipe, above its keys. */
  String header() {
    return repeated ? "[[" + word + "]]" : "[" + word + "]";
  }
}
