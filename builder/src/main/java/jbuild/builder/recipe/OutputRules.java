package jbuild.builder.recipe;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

/** What is said of outputs must be about outputs that there are. */
record OutputRules(RecipePaths paths, Problems problems) {
  void check(Tables recipe) {
    Map<String, ?> image = recipe.one(Table.IMAGE);
    Optional<List<OutputFormat>> outputs =
        image.containsKey(Key.OUTPUTS.name())
            ? Key.OUTPUTS.valueIfRight(image)
            : Key.OUTPUTS.fallback();
    outputs.ifPresent(formats -> checkGenerations(image, formats));
    outputs.ifPresent(formats -> checkLabels(recipe.one(Table.SYSTEM), formats));
    if (recipe.find(Table.OCI).isPresent()
        && outputs.filter(formats -> !formats.contains(OutputFormat.OCI)).isPresent()) {
      problems.report(
          List.of(Table.OCI.word()),
          "[oci] is about an output that is not made",
          "add \"oci\" to image.outputs, or leave it out");
    }
    Map<String, ?> signature = recipe.one(Table.SIGNATURE);
    if (!signature.isEmpty()) {
      checkSignature(signature);
      outputs.ifPresent(this::checkSigned);
    }
  }

  private void checkGenerations(Map<String, ?> image, List<OutputFormat> formats) {
    if (image.containsKey(OutputKeys.GENERATIONS.name())
        && !formats.contains(OutputFormat.SUBVOLUME)) {
      problems.report(
          place(OutputKeys.GENERATIONS),
          "'image.generations' is only for subvolumes",
          "leave it out, or add \"subvolume\" to the outputs");
    }
  }

  private void checkSignature(Map<String, ?> table) {
    if (!table.containsKey(OutputKeys.KEY.name())) {
      problems.report(
          List.of(Table.SIGNATURE.word()),
          "missing key 'signature.key'",
          "add key: a file with a secret OpenPGP key");
    }
    for (Key<Optional<String>> key : List.of(OutputKeys.KEY, OutputKeys.PASSPHRASE)) {
      key.valueIfRight(table)
          .flatMap(file -> file)
          .filter(file -> paths.find(place(key), file).filter(Files::isRegularFile).isEmpty())
          .ifPresent(
              file ->
                  problems.report(
                      place(key),
                      "there is no file " + Printable.value(file),
                      "write a path that begins at the directory of the file it stands in"));
    }
  }

  private void checkSigned(List<OutputFormat> formats) {
    if (formats.stream().noneMatch(OutputFormat::isFile)) {
      problems.report(
          List.of(Table.SIGNATURE.word()),
          "no output is a file that could be signed",
          "leave the table out, or add an output such as \"tar.zst\"");
    }
  }

  /** All of a labelled tree would be in the last layer, which has no labels. */
  private void checkLabels(Map<String, ?> system, List<OutputFormat> formats) {
    boolean isWanted =
        SystemKeys.SELINUX.valueIfRight(system).filter(Selinux.LABEL::equals).isPresent();
    if (isWanted && formats.contains(OutputFormat.OCI)) {
      problems.report(
          place(SystemKeys.SELINUX),
          "an image of the output \"oci\" cannot be labelled",
          "write relabel-at-boot, or make that output by a recipe of its own");
    }
  }

  private static List<String> place(Key<?> key) {
    return List.of(key.table().word(), key.name());
  }
}
