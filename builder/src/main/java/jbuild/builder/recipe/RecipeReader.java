package jbuild.builder.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;

/** Reads a recipe file: the result is a valid recipe or all that is wrong with it. */
public final class RecipeReader {
  private final DistributionProfiles profiles;

  public RecipeReader(DistributionProfiles profiles) {
    this.profiles = profiles;
  }

  public Recipe read(Path file) {
    Source source = Source.of(file);
    Map<String, Object> recipe = Toml.parse(source);
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    Problems problems = new Problems(new KeyScan(source.text()));
    Tables tables = new Tables(recipe);
    new RecipeCheck(problems).check(recipe);
    new RecipeRules(directory, profiles, problems).check(tables);
    List<Problem> found = problems.inOrder();
    if (!found.isEmpty()) {
      throw new RecipeFailure(source, found);
    }
    return recipe(directory, tables);
  }

  private Recipe recipe(Path directory, Tables tables) {
    String name = Key.NAME.value(tables.one(Table.IMAGE));
    Map<String, ?> services = tables.one(Table.SERVICES);
    Map<String, ?> packages = tables.one(Table.PACKAGES);
    return new Recipe(
        image(tables.one(Table.IMAGE)),
        distribution(tables.one(Table.DISTRIBUTION)),
        new Recipe.Packages(Key.INSTALL.value(packages), Key.REMOVE.value(packages)),
        settings(directory, name, tables.one(Table.SYSTEM)),
        new Recipe.Services(
            Key.ENABLE.value(services), Key.DISABLE.value(services), Key.MASK.value(services)),
        UserKeys.settings(directory, tables),
        boot(tables.one(Table.BOOT)),
        OutputKeys.settings(directory, tables),
        tables.several(Table.FILES).stream().map(table -> file(directory, table)).toList(),
        tables.several(Table.SCRIPTS).stream().map(RecipeReader::script).toList());
  }

  private static Recipe.Image image(Map<String, ?> table) {
    return new Recipe.Image(
        Key.NAME.value(table),
        Key.VERSION.value(table),
        Key.OUTPUTS.value(table),
        Key.BOOTABLE.value(table));
  }

  private Recipe.Distribution distribution(Map<String, ?> table) {
    DistributionProfile profile = profiles.find(Key.DISTRIBUTION.value(table)).orElseThrow();
    return new Recipe.Distribution(
        profile.name(),
        profile.release(Key.RELEASE.value(table)).orElseThrow().name(),
        Key.ARCHITECTURE
            .value(table)
            .orElseGet(() -> HostArchitecture.current().nameAmong(profile.architectures())),
        Key.MIRROR.value(table),
        Key.SECURITY_MIRROR.value(table),
        Key.COMPONENTS.value(table).orElse(profile.components()),
        Key.CHECK_VALID_UNTIL.value(table));
  }

  private static Recipe.Settings settings(Path directory, String name, Map<String, ?> table) {
    return new Recipe.Settings(
        Key.HOSTNAME.value(table).orElse(name),
        Key.TIMEZONE.value(table),
        Key.LOCALE.value(table),
        UserKeys.password(directory, Key.ROOT_PASSWORD.value(table)));
  }

  private static Recipe.Boot boot(Map<String, ?> table) {
    return new Recipe.Boot(
        Key.BOOT_NETWORK.value(table),
        Key.BOOT_PUBLISH.value(table),
        Key.BOOT_ZONE.value(table),
        Key.BOOT_DNS.value(table),
        Key.BOOT_ADDRESS.value(table));
  }

  private static ImageFile file(Path directory, Map<String, ?> table) {
    ImageFile.Content content =
        Key.FILE_CONTENT
            .value(table)
            .<ImageFile.Content>map(ImageFile.Content.Text::new)
            .or(
                () ->
                    Key.FILE_SOURCE
                        .value(table)
                        .map(source -> new ImageFile.Content.Copy(directory.resolve(source))))
            .orElseThrow();
    return new ImageFile(
        Key.FILE_PATH.value(table),
        content,
        Key.FILE_MODE.value(table),
        Key.FILE_OWNER.value(table));
  }

  private static Script script(Map<String, ?> table) {
    return new Script(
        Key.SCRIPT_PHASE.value(table),
        Key.SCRIPT_RUN.value(table),
        Key.SCRIPT_NETWORK.value(table),
        Key.SCRIPT_LIMIT.value(table));
  }
}
