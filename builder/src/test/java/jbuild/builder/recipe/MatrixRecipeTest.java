package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jbuild.builder.recipe.language.RecipeRequest;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

/** The images that one recipe describes. */
class MatrixRecipeTest extends RecipeDirectory {
  @Test
  void aMatrixMakesAnImageOfEachCell() throws IOException {
    write(
        "web.toml",
        """
        [image]
        name = "web"
        [matrix]
        distribution = ["debian", "ubuntu"]
        release = {debian = ["trixie", "bookworm"], ubuntu = ["24.04"]}
        profile = ["", "debug"]
        exclude = [{release = "bookworm", profile = "debug"}, {distribution = "ubuntu", profile = ""}]
        [profile.debug]
        packages.install = ["strace"]
        """);

    List<Recipe> all = reader.readAll(RecipeRequest.of(recipe));

    assertEquals(
        List.of(
            "web-debian-trixie trixie []",
            "web-debian-trixie-debug trixie [strace]",
            "web-debian-bookworm bookworm []",
            "web-ubuntu-24-04-debug noble [strace]"),
        all.stream()
            .map(
                each ->
                    each.image().name()
                        + " "
                        + each.distribution().release()
                        + " "
                        + each.packages().install())
            .toList());
  }

  @Test
  void eachCellNeedsABaseOfItsSystem() throws IOException {
    write(
        "base.toml",
        """
        image.name = "base"
        distribution = {name = "debian", release = "trixie", architecture = "amd64"}
        """);
    write(
        "web.toml",
        """
        [image]
        name = "web"
        base = "base.toml"
        [distribution]
        name = "debian"
        architecture = "amd64"
        [matrix]
        release = ["trixie", "bookworm"]
        """);

    Failure failure = assertThrows(Failure.class, () -> reader.readAll(RecipeRequest.of(recipe)));

    String all = failure.why() + failure.details();
    assertTrue(
        all.contains(
            "base.toml is debian trixie for amd64, and this recipe is debian bookworm for amd64"),
        all);
  }

  @Test
  void cellsAreChosen() throws IOException {
    write("web.toml", WEB + "[matrix]\nrelease = ['trixie', 'bookworm']\nprofile = ['', 'ssh']\n");

    List<Recipe> two = reader.readAll(request(List.of(), List.of(), List.of("release=bookworm")));
    Recipe one = reader.read(request(List.of(), List.of(), List.of("release=trixie,profile=ssh")));
    Failure failure = assertThrows(Failure.class, () -> reader.read(recipe));

    assertAll(
        () ->
            assertEquals(
                List.of("web-bookworm", "web-bookworm-ssh"),
                two.stream().map(each -> each.image().name()).toList()),
        () -> assertEquals("web-trixie-ssh", one.image().name()),
        () ->
            assertEquals(
                "its matrix has 4: web-trixie, web-trixie-ssh, web-bookworm, web-bookworm-ssh",
                failure.why()));
  }

  @Test
  void theMatrixThatShipsMakesFourImages() {
    List<Recipe> all = reader.readAll(RecipeRequest.of(Path.of("../recipes/matrix.toml")));

    assertEquals(
        List.of(
            "debian-trixie [iproute2, less, procps]",
            "debian-trixie-debug [iproute2, less, procps, gdb, strace]",
            "debian-bookworm [iproute2, less, procps]",
            "debian-bookworm-debug [iproute2, less, procps, gdb, strace]"),
        all.stream().map(each -> each.image().name() + " " + each.packages().install()).toList());
  }

  @Test
  void aMatrixWithOneCellKeepsTheName() throws IOException {
    write("web.toml", WEB + "[matrix]\nrelease = ['bookworm']\n");

    Recipe read = reader.read(recipe);

    assertEquals("web", read.image().name());
    assertEquals("bookworm", read.distribution().release());
  }
}
