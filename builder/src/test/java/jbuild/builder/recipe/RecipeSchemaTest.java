package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeSchemaTest {
  private static final Path BROKEN = Path.of("../test-images/broken-recipes");
  private static final DistributionProfiles PROFILES = new DistributionProfiles();
  private static final RecipeSchema SCHEMA = new RecipeSchema(PROFILES);
  private static final SchemaValidator WHOLE = new SchemaValidator(SCHEMA.whole());
  private static final SchemaValidator PART = new SchemaValidator(SCHEMA.part());

  /** What a schema can see: other mistakes are about what values mean. */
  private static final Pattern OF_FORM =
      Pattern.compile(
          "(?m)^NAME:[0-9:]+ (unknown key '|missing key '(image|distribution)|'[a-z.]*' is not"
              + " written as )");

  @ParameterizedTest
  @ValueSource(strings = {"../recipes", "../test-images"})
  void takesAllRecipesThatShip(String directory) throws IOException {
    List<Path> recipes = recipes(Path.of(directory));

    assertTrue(recipes.size() > 5, recipes.toString());
    assertAll(
        recipes.stream()
            .map(file -> () -> assertEquals(List.of(), WHOLE.complaints(file), file.toString())));
  }

  @Test
  void takesTheRecipesThatBegin() {
    StarterRecipes starters = new StarterRecipes(PROFILES);
    for (String name : PROFILES.names()) {
      DistributionProfile profile = PROFILES.find(name).orElseThrow();
      String text = starters.text(name, Optional.of(profile.releases().get(0).name()));

      assertEquals(List.of(), WHOLE.complaints(text), name);
    }
  }

  static List<Path> brokenInForm() throws IOException {
    List<Path> broken = new ArrayList<>();
    for (Path file : recipes(BROKEN)) {
      Path expected = Path.of(file.toString().replace(".toml", ".expected"));
      String name = Pattern.quote(file.getFileName().toString());
      Pattern form = Pattern.compile(OF_FORM.pattern().replace("NAME", name));
      boolean isParsed = Files.exists(expected) && !isNoToml(file);
      if (isParsed && form.matcher(Files.readString(expected)).find()) {
        broken.add(file);
      }
    }
    return broken;
  }

  @ParameterizedTest
  @MethodSource("brokenInForm")
  void refusesWhatHasUnknownKeysOrLacksSome(Path recipe) {
    assertFalse(WHOLE.complaints(recipe).isEmpty(), recipe.toString());
  }

  @Test
  void seesManyOfTheBrokenRecipes() throws IOException {
    assertTrue(brokenInForm().size() >= 20, () -> "only a few");
  }

  @Test
  void takesTheExampleOfEveryKeyInItsPlace() {
    for (Key<?> key : Key.all()) {
      String line = key.name() + " = " + KeyExample.of(key).orElseThrow();
      List<String> required = new ArrayList<>();
      if (key.table().repeated()) {
        Key.of(key.table()).stream()
            .filter(other -> other.fallback().isEmpty() && other != key)
            .forEach(other -> required.add(other.name() + " = " + KeyExample.of(other).get()));
      }
      String text = key.table().header() + "\n" + String.join("\n", required) + "\n" + line + "\n";

      assertEquals(List.of(), PART.complaints(text), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "packages.install = {append = ['a'], remove = ['b']}",
        "packages.install = {replace = []}",
        "oci.cmd = {append = ['a', 'a']}",
        "files = {remove = ['/etc/motd'], append = [{path = '/a', content = ''}]}",
        "[[packages]]\nwhen = {distribution = ['debian', '!ubuntu']}\ninstall = ['a']",
        "[[files]]\nwhen = {release = 'trixie'}\npath = '/a'\nlink = 'b'",
        "[system]\nwhen.architecture = 'amd64'\ntimezone = '${ZONE}'",
        "[profile.debug.packages]\ninstall = ['${TOOL}']",
        "[profile.debug]\nwhen = {distribution = 'debian'}\nservices.enable = ['a.service']",
        "[profile.debug]\nvars = {A = 'b'}",
        "[matrix]\nrelease = {debian = ['trixie'], ubuntu = ['noble']}\nprofile = ['', 'debug']",
        "disk.partitions = [{use = 'swap', size = '${SWAP}'}]",
        "system.root-password = {env = 'SECRET'}",
        "image.outputs = ['${FORMAT}']",
        "image.include = ['a.toml', 'b.toml']"
      })
  void takesWhatTheLanguageCanSay(String part) {
    assertEquals(List.of(), PART.complaints(part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pakages.install = ['a']",
        "packages.instal = ['a']",
        "packages.install = 'a'",
        "packages.install = ['-a']",
        "packages.install = ['a', 'a']",
        "packages.install = [1]",
        "packages.install = {append = ['a'], replace = ['b']}",
        "packages.install = {apend = ['a']}",
        "packages.install = {append = 'a'}",
        "packages = [{install = ['a']}]",
        "[[packages]]\nwhen = {}\ninstall = ['a']",
        "[[packages]]\nwhen = {distro = 'debian'}\ninstall = ['a']",
        "[[packages]]\nwhen = 'debian'\ninstall = ['a']",
        "[distribution]\nwhen = {architecture = 'amd64'}\nname = 'debian'",
        "[distribution]\nname = 3",
        "[matrix]\nrelease = []",
        "[matrix]\nrelease = 'trixie'",
        "[matrix]\nreleases = ['trixie']",
        "[matrix]\nexclude = ['trixie']",
        "[vars]\nA = 1",
        "[vars]\n'a b' = 'c'",
        "profile = ['debug']",
        "profile.debug = 'x'",
        "[profile.debug.pakages]\ninstall = ['a']",
        "files = {path = '/a'}",
        "files = [{content = 'a'}]",
        "files = [{path = '/a', content = 'a', link = 'b'}]",
        "files = [{path = 'a', content = 'a'}]",
        "files = [{path = '/a', mode = 644}]",
        "users = [{name = 'Ada'}]",
        "users = [{name = 'ada', uid = 0}]",
        "users = [{name = 'ada', uid = 60001}]",
        "users = [{name = 'ada', sudo = 'perhaps'}]",
        "system.root-password = 'secret'",
        "system.root-password = {file = 'a', env = 'B'}",
        "system.dhcp = 'yes'",
        "scripts = [{run = 'true'}]",
        "scripts = [{run = 'true', phase = 'later'}]",
        "scripts = [{run = 'true', phase = 'last', time-limit = '2d'}]",
        "image.outputs = []",
        "image.outputs = ['iso']",
        "image.include = {append = ['a.toml']}",
        "disk.partitions = [{size = '1G'}]",
        "boot.network = 'bridge'",
        "system = 1979-05-27"
      })
  void refusesWhatItCannot(String part) {
    assertFalse(PART.complaints(part).isEmpty());
  }

  @Test
  void wantsTheWholeOfARecipeAndNotOfAPart() {
    String part = "image.name = 'web'\n";

    assertAll(
        () -> assertFalse(WHOLE.complaints(part).isEmpty()),
        () -> assertEquals(List.of(), PART.complaints(part)),
        () -> assertEquals(List.of(), WHOLE.complaints(part + "image.include = ['a.toml']")),
        () ->
            assertEquals(
                List.of(), WHOLE.complaints(part + "distribution = {name = 'a', release = 'b'}")));
  }

  /** All that can be told in advance is: an editor can offer it. */
  @Test
  void knowsTheWordsOfEveryKeyThatHasAFew() {
    List<String> unnamed =
        Key.all().stream()
            .filter(key -> key.type().expected().matches("(a list in .*: )?one of .*"))
            .filter(key -> key.type().form().choices().isEmpty())
            .map(Key::path)
            .toList();

    assertEquals(List.of(), unnamed);
  }

  @Test
  void isTheSameEachTime() {
    assertEquals(SCHEMA.whole(), new RecipeSchema(new DistributionProfiles()).whole());
  }

  private static boolean isNoToml(Path file) {
    try {
      WHOLE.complaints(file);
      return false;
    } catch (Failure e) {
      return true;
    }
  }

  private static List<Path> recipes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".toml"))
          .filter(file -> !file.toString().endsWith(".local.toml"))
          .sorted()
          .toList();
    }
  }
}
