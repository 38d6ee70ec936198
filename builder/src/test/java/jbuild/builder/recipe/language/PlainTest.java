package jbuild.builder.recipe.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "image.name = 'web'",
        "packages = {install = ['a'], remove = ['b']}",
        "scripts = [{run = 'echo $HOME $(ls)'}]",
        "image = {base = 'x', outputs = []}",
      })
  void aRecipeThatSaysAllByItselfIsPlain(String text) {
    assertEquals(true, isPlain(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vars = {}",
        "matrix.release = ['a']",
        "profile.x = {}",
        "image.include = []",
        "image.profiles = []",
        "image.minimum-version = '1'",
        "packages = [{when = {}}]",
        "when = {}",
        "system.when = 1",
        "scripts = [{run = 'echo ${HOME}'}]",
        "packages.install = ['${A}']",
        "packages.install = {append = ['a']}",
        "packages.install = {remove = ['a']}",
        "packages.install = {replace = ['a']}",
        "files.remove = ['a']",
        "disk.partitions.remove = ['a']",
      })
  void oneThatUsesTheLanguageIsNot(String text) {
    assertEquals(false, isPlain(text));
  }

  private static boolean isPlain(String text) {
    return Plain.isPlain(Toml.parse(new Source(Path.of("web.toml"), text)));
  }
}
