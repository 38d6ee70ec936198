package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.language.RecipeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeAdviceTest {
  private static final String HEAD =
      """
      [image]
      name = "web"
      [distribution]
      name = "debian"
      release = "trixie"
      """;

  @TempDir Path directory;

  @Test
  void saysAllThatIsStrangeWithItsPlace() throws IOException {
    assertEquals(
        """
        web.toml:7:1: warning: no time zone is called "Europe/Pris"
          timezone = "Europe/Pris"
          ^ did you mean 'Europe/Paris'?
        web.toml:8:1: warning: no country is called "DD"
          locale = "de_DD.UTF-8"
          ^ write one of ISO 3166, for example de_DE.UTF-8
        web.toml:9:1: warning: the environment has no NO_SUCH
          root-password = {env = "NO_SUCH"}
          ^ set it for the build, and export it: sudo drops what it is not told to keep
        web.toml:11:11: warning: "ssh" does not end as units do
          enable = ["ssh", "cron.servce"]
                    ^ did you mean 'ssh.service'?
        web.toml:11:18: warning: "cron.servce" does not end as units do
          enable = ["ssh", "cron.servce"]
                           ^ did you mean 'cron.service'?
        web.toml:14:11: warning: neither the recipe nor a small system has the group "sduo"
          groups = ["sduo", "users"]
                    ^ did you mean 'sudo'?
        web.toml:18:1: warning: neither the recipe nor a small system has the user "adaa"
          owner = "adaa:root"
          ^ did you mean 'ada'?
        """,
        warnings(
            """
            [system]
            timezone = "Europe/Pris"
            locale = "de_DD.UTF-8"
            root-password = {env = "NO_SUCH"}
            [services]
            enable = ["ssh", "cron.servce"]
            [[users]]
            name = "ada"
            groups = ["sduo", "users"]
            [[files]]
            path = "/etc/motd"
            content = "x"
            owner = "adaa:root"
            """));
  }

  @Test
  void saysWhatNumbersOfUsersAndGroupsAreTakenFor() throws IOException {
    assertEquals(
        """
        web.toml:8:1: warning: programs take the number 1000 for that of a person
          uid = 1000
          ^ write a number below 1000, or leave 'system' out
        web.toml:12:1: warning: programs take the number 999 for that of a service
          uid = 999
          ^ write a number from 1000 on, or add system = true
        web.toml:12:1: warning: the user 'ada' is number 999, and the group of the same name 1000
          uid = 999
          ^ it becomes the user's own group; its number is at web.toml:15:1
        web.toml:18:1: warning: programs take the number 70 for that of a service
          gid = 70
          ^ write a number from 1000 on, or add system = true
        """,
        warnings(
            """
            [[users]]
            name = "web"
            uid = 1000
            system = true
            [[users]]
            name = "ada"
            uid = 999
            [[groups]]
            name = "ada"
            gid = 1000
            [[groups]]
            name = "team"
            gid = 70
            [[groups]]
            name = "data"
            gid = 71
            system = true
            """));
  }

  @Test
  void namesADirectoryThatIsNotThere() throws IOException {
    assertEquals(
        """
        web.toml:6:1: warning: there is no directory "/no/such/mirror"
          mirror = "file:///no/such/mirror"
          ^ name the directory that has dists or repodata in it
        """,
        warnings("mirror = \"file:///no/such/mirror\"\n"));
  }

  @Test
  void saysNothingOfWhatCanBe() throws IOException {
    assertEquals(
        "",
        warnings(
            """
            [packages]
            install = ["nginx", "docker.io"]
            [system]
            timezone = "Etc/UTC"
            locale = "nds_DE.UTF-8"
            root-password = {env = "SECRET"}
            [services]
            mask = ["systemd-networkd.socket", "getty@tty1.service"]
            [[groups]]
            name = "media"
            [[users]]
            name = "ada"
            groups = ["docker", "media", "sudo"]
            [[files]]
            path = "/srv/a"
            content = ""
            owner = "ada:ada"
            [[files]]
            path = "/srv/b"
            content = ""
            owner = "1000:www-data"
            """));
  }

  @Test
  void knowsThatNothingCanBringAnAccount() throws IOException {
    assertEquals(
        """
        web.toml:9:1: warning: neither the recipe nor a small system has the group "nginx"
          owner = "root:nginx"
          ^ add it, for example below [[groups]]
        """,
        warnings(
            """
            [[files]]
            path = "/srv/a"
            content = ""
            owner = "root:nginx"
            """));
  }

  @Test
  void saysOnceWhatSeveralImagesHave() throws IOException {
    String text = HEAD.replace("release = \"trixie\"\n", "");

    assertEquals(
        """
        web.toml:8:1: warning: no time zone is called "Mars"
          timezone = "Mars"
          ^ write one of tzdata, for example Europe/Paris
        """,
        of(text + "[matrix]\nrelease = ['trixie', 'sid']\n[system]\ntimezone = \"Mars\"\n"));
  }

  private String warnings(String rest) throws IOException {
    return of(HEAD + rest);
  }

  private String of(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("web.toml"), text);
    List<String> shown =
        new RecipeReader(new DistributionProfiles(), Map.of("SECRET", "x"))
            .warnings(RecipeRequest.of(file));
    return (String.join("\n", shown) + (shown.isEmpty() ? "" : "\n")).replace(directory + "/", "");
  }
}
