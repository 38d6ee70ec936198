package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jbuild.cli.store.Entry;
import jbuild.cli.store.StoreVerbs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final List<String> VERBS =
      Stream.concat(
              Stream.of(
                  "build",
                  "boot",
                  "run",
                  "check",
                  "plan",
                  "recipe",
                  "explain",
                  "schema",
                  "init",
                  "doctor",
                  "man",
                  "completion",
                  "machinectl",
                  "importctl"),
              StoreVerbs.all().stream().map(Entry::name))
          .toList();

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void answersAMisspeltOptionWithTheNearestOne() {
    int status = run("boot", "--bindro=/srv");

    assertEquals(2, status);
    assertEquals(
        """
        error: cannot use '--bindro=/srv'
          why: jbuild boot has no such option
          fix: did you mean '--bind-ro'? 'jbuild boot --help' lists what there is
        """,
        err.toString());
  }

  @Test
  void showsWhatARecipeComesTo() throws IOException {
    Path recipe = directory.resolve("web.toml");
    Files.writeString(
        recipe,
        """
        image.name = "web"
        distribution.name = "debian"
        matrix.release = ["trixie", "bookworm"]
        profile.debug.packages.install = ["strace"]
        """);

    int status =
        run(
            "recipe",
            "--origin",
            "--set=system.timezone=UTC",
            "--profile=debug",
            "--cell=release=bookworm",
            recipe.toString());

    assertEquals(0, status);
    assertEquals(
        """
        # release=bookworm
        [image]
        name = "web-bookworm"  # web.toml:1:7

        [distribution]
        name = "debian"  # web.toml:2:14
        release = "bookworm"  # web.toml:3:29

        [packages]
        install = [
          "strace",  # web.toml:4:35
        ]

        [system]
        timezone = "UTC"  # --set system.timezone
        """,
        out.toString().replace(directory + "/", ""));
  }

  @Test
  void explainsKeysOfRecipes() {
    assertEquals(0, run("explain", "system.timezone", "users.uid"));
    assertAll(
        () -> assertTrue(out.toString().startsWith("system.timezone\n  The time zone"), "first"),
        () -> assertTrue(out.toString().contains("\n\nusers.uid\n  Its number.\n"), "second"),
        () -> assertEquals(0, run("explain")),
        () -> assertTrue(out.toString().contains("[[users]]  "), "tables"));

    assertEquals(2, run("explain", "system.timezone", "sytem.locale"));
    assertEquals(
        """
        error: cannot explain "sytem.locale"
          why: no key and no table of a recipe is called so
          fix: did you mean 'system.locale'? 'jbuild explain' lists the tables
        """,
        err.toString());
  }

  @Test
  void describesRecipesToOtherPrograms() {
    assertEquals(0, run("schema"));
    String whole = out.toString();
    assertEquals(0, run("schema", "--part"));

    assertAll(
        () ->
            assertTrue(
                whole.startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/20"), whole),
        () -> assertTrue(out.toString().endsWith("}\n")),
        () -> assertTrue(out.toString().contains("\"A part of a recipe of jbuild\"")));
  }

  @Test
  void answersAMisspeltVerbWithTheNearestOne() {
    int status = run("biuld");

    assertEquals(2, status);
    assertEquals(
        """
        error: cannot read biuld
          why: there is no such file
          fix: did you mean the verb 'build'? Else pass the path of a recipe
        """,
        err.toString());
  }

  @Test
  void answersAWordLikeNoVerbWithTheListOfVerbs() {
    int status = run("bogus");

    assertEquals(2, status);
    assertEquals(
        """
        error: cannot use 'bogus'
          why: it is no verb of jbuild, no distribution, and there is no recipe of that name
          fix: 'jbuild --help' lists the verbs; else pass the path of a recipe
        """,
        err.toString());
  }

  @Test
  void answersAWrongVerificationWithTheFormOfAChecksum() {
    int status = run("pull-raw", "--verify=0000", "http://[::1]/disk.raw");

    assertEquals(2, status);
    assertEquals(
        """
        error: cannot use --verify=0000
          why: Failed to parse --verify= setting: 0000
          fix: write one of no, checksum, signature, or the SHA-256 of the file: 64 hexadecimal\
         digits
        """,
        err.toString());
  }

  @Test
  void answersAWordTooMany() {
    int status = run("boot", "one", "two");

    assertEquals(2, status);
    assertEquals(
        """
        error: cannot use 'two'
          why: jbuild boot takes no more words
          fix: 'jbuild boot --help' lists what there is
        """,
        err.toString());
  }

  @Test
  void listsEveryVerbOnItsHelpPage() {
    int status = run("--help");

    assertEquals(0, status);
    assertAll(
        VERBS.stream()
            .map(verb -> () -> assertTrue(out.toString().contains("\n  " + verb + " "), verb)));
  }

  @Test
  void helpsWithEveryVerb() {
    VERBS.forEach(verb -> assertEquals(0, run(verb, "--help"), verb));
  }

  @Test
  void saysItsVersion() {
    int status = run("--version");

    assertEquals(0, status);
    assertTrue(out.toString().matches("jbuild [0-9]+\\.[0-9]+\\.[0-9]+\n"), out.toString());
  }

  @Test
  void completesTheOptionsOfEveryVerb() {
    run("completion");

    assertAll(
        () -> assertTrue(out.toString().contains("--private-network")),
        () -> assertTrue(out.toString().contains("--output-dir")));
  }

  @Test
  void checksEveryRecipeBeforeItSaysWhatIsWrong() throws IOException {
    Path first = Files.writeString(directory.resolve("first.toml"), "image.nmae = 'web'\n");
    Path second = Files.writeString(directory.resolve("second.toml"), "=\n");

    int status = run("check", first.toString(), second.toString());

    assertEquals(2, status);
    assertAll(
        () -> assertTrue(err.toString().contains("first.toml:1:"), err.toString()),
        () -> assertTrue(err.toString().contains("second.toml:1:"), err.toString()));
  }

  @Test
  void warnsOfWhatOnlyLooksWrongAndAsksMirrorsWhenTold() throws IOException {
    Path recipe =
        Files.writeString(
            directory.resolve("web.toml"),
            """
            image.name = "web"
            [distribution]
            name = "arch"
            release = "rolling"
            mirror = "file://%s"
            [system]
            timezone = "Europe/Pris"
            """
                .formatted(directory));
    String output = "--output-dir=" + directory;

    assertEquals(0, run("check", output, recipe.toString()));
    assertTrue(
        err.toString().startsWith(recipe + ":7:1: warning: no time zone is called"),
        err.toString());

    assertEquals(4, run("check", "--online", output, recipe.toString()));
    assertAll(
        () -> assertTrue(err.toString().contains("/extra.db: the mirror does not have it\n  fix:")),
        () -> assertTrue(err.toString().contains("error: cannot use 2 addresses\n")));
  }

  @Test
  void refusesToolsThatNeedEachOtherWithoutBuildingThem() throws IOException {
    for (String name : List.of("one", "other")) {
      Files.writeString(
          directory.resolve(name + ".toml"),
          """
          image = {name = "%s", tools = "%s.toml"}
          distribution = {name = "debian", release = "trixie"}
          """
              .formatted(name, name.equals("one") ? "other" : "one"));
    }

    assertEquals(2, run("check", directory.resolve("one.toml").toString()));
    assertTrue(
        err.toString()
            .contains(
                "  why: they are built with each other: other.toml -> one.toml -> other.toml"),
        err.toString());

    assertEquals(2, run("check", "--tools", directory + "/other.toml", "debian:trixie"));

    assertEquals(
        2, run("check", "--output-dir=/proc/images", "debian:trixie", directory + "/one.toml"));
    assertTrue(err.toString().contains("warning: /proc/images "), err.toString());
  }

  @Test
  void takesNoOutputDirectoryThatCannotBeOne() {
    assertEquals(2, run("plan", "--output-dir=/dev/null/images", "debian:trixie"));
    assertEquals(
        """
        error: cannot use --output-dir=/dev/null/images
          why: /dev/null is not a directory
          fix: name a directory; it is made when it is not there
        """,
        err.toString());
    assertEquals(2, run("check", "--output-dir=", "debian:trixie"));
  }

  @Test
  void buildsNothingWhenOneOfTheRecipesIsWrong() throws IOException {
    Path recipe = Files.writeString(directory.resolve("first.toml"), "image.nmae = 'web'\n");
    Path output = directory.resolve("output");

    int status = run("--output-dir=" + output, recipe.toString());

    assertEquals(2, status);
    assertTrue(Files.notExists(output));
  }

  private int run(String... words) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
  }
}
