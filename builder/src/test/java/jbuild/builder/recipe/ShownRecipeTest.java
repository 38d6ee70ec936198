package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people see of a recipe that is composed of parts. */
class ShownRecipeTest extends RecipeDirectory {
  @Test
  void saysWhereEachValueWasWritten() throws IOException {
    write("base.toml", "\n[packages]\ninstall = ['less',\n 'vim']\n");
    write(
        "web.toml",
        "image.include = ['base.toml']\n"
            + dotted()
            + "packages.install = ['nano']\n[[files]]\npath = '/a'\ncontent = '''\na\nb\n'''\n");

    String text =
        reader.effective(request(List.of(), List.of("system.hostname=x"), List.of()), true).get(0);

    assertEquals(
        """
        [image]
        name = "web"  # web.toml:2:7

        [distribution]
        name = "debian"  # web.toml:3:14
        release = "trixie"  # web.toml:4:14

        [packages]
        install = [
          "less",  # base.toml:3:12
          "vim",  # base.toml:4:2
          "nano",  # web.toml:5:21
        ]

        [system]
        hostname = "x"  # --set system.hostname

        [[files]]
        path = "/a"  # web.toml:7:1
        content = \"""
        a
        b
        \"""  # web.toml:8:1
        """,
        text.replace(directory + "/", ""));
  }

  @Test
  void secretsAreNotShown() throws IOException {
    write(
        "web.toml",
        WEB
            + """
            [vars]
            HASH = "$6$abc$def"
            [system]
            root-password = {hashed = "${HASH}"}
            [[users]]
            name = "ada"
            password = {env = "ADA"}
            """);

    String shown = only();

    assertAll(
        () ->
            assertEquals(
                Optional.of("root-password = {hashed = \"***\"}"), line(shown, "root-password")),
        () -> assertEquals(Optional.of("password = {env = \"ADA\"}"), line(shown, "password")));
  }
}
