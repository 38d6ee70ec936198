package jbuild.builder.recipe.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludedTest {
  @TempDir Path directory;
  private Problems problems;

  @BeforeEach
  void prepare() {
    problems = new Problems(new Source(directory.resolve("main.toml"), ""));
  }

  @Test
  void aFileComesAfterWhatItIncludes() throws IOException {
    write("a.toml", "image.include = ['b/c.toml']\nn = 'a'");
    write("b/c.toml", "image.include = ['../d.toml']\nn = 'c'");
    write("d.toml", "n = 'd'");

    assertEquals(List.of("d", "c", "main"), names("image.include = ['b/c.toml']\nn = 'main'"));
    assertEquals(List.of("d", "c", "a", "x"), names("image.include = ['a.toml']\nn = 'x'"));
  }

  @Test
  void aFileThatComesOnTwoWaysCountsOnceAlsoByALink() throws IOException {
    write("base.toml", "n = 'base'");
    Files.createSymbolicLink(directory.resolve("link.toml"), Path.of("base.toml"));

    assertEquals(
        List.of("base", "main"),
        names("image.include = ['base.toml', './base.toml', 'link.toml']\nn = 'main'"));
    problems.refuse();
  }

  @Test
  void aLinkDoesNotLeadToWhatIsNoRecipe() throws IOException {
    write("password", "secret = 'root'");
    Files.createSymbolicLink(directory.resolve("link.toml"), Path.of("password"));

    names("image.include = ['link.toml']\nn = 'main'");

    assertEquals(
        List.of(
            "main.toml:1:18: cannot include \"link.toml\"",
            "  image.include = ['link.toml']",
            "                   ^ the name of a recipe ends in .toml, also where a link leads to"
                + " it"),
        found());
  }

  @Test
  void thereAreNotMoreFilesThanAnybodyNeeds() throws IOException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      write(i + ".toml", "n = 'x'");
      all.add("'" + i + ".toml'");
    }

    names("n = 'x'\nimage.include = [\n" + String.join(",\n", all) + "]");

    assertEquals("main.toml:66:1: cannot include \"63.toml\"", found().get(0));
    assertEquals("^ a recipe is made from 64 files at most", found().get(2).strip());
  }

  @Test
  void thereIsNotMoreTextThanAnybodyNeeds() throws IOException {
    for (int i = 0; i < 5; i++) {
      write(i + ".toml", "n = 'x'\n" + "#".repeat(1_000_000));
    }

    names("n = 'x'\nimage.include = ['0.toml', '1.toml', '2.toml', '3.toml', '4.toml']");

    assertEquals("main.toml:2:58: cannot include \"4.toml\"", found().get(0));
  }

  /** What the documents call themselves. */
  private List<String> names(String text) throws IOException {
    Source main = new Source(directory.resolve("main.toml"), text);
    Files.writeString(main.file(), text);
    problems = new Problems(main);
    List<Node.Fields> documents =
        new Included(problems, new MinimumVersion("0.1")).of(main, Toml.parse(main));
    return documents.stream().map(each -> each.find("n").orElseThrow().text().get()).toList();
  }

  private List<String> found() {
    RecipeFailure failure = assertThrows(RecipeFailure.class, problems::refuse);
    return String.join("\n", failure.details()).replace(directory + "/", "").lines().toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
