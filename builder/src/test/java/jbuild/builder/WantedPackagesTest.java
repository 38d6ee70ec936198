package jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantedPackagesTest {
  private static final String FEDORA =
      """
      name: fedora
      tool: dnf
      architectures: [x86_64, aarch64]
      mirrors: {archive: "https://mirror.example"}
      releases:
        - {name: "41"}
        - {name: "40", without: [dnf5, dbus-broker, tzdata]}
      base: [bash, dnf5]
      bootable: [systemd, dbus-broker]
      dnf:
        repositories:
          all: {mirror: archive, path: "{release}"}
        release-package: system-release
      keys: {}
      """;

  @TempDir Path directory;
  private DistributionProfiles profiles;

  @BeforeEach
  void describe() throws IOException {
    Files.writeString(directory.resolve("fedora.yaml"), FEDORA);
    profiles = new DistributionProfiles(List.of(directory));
  }

  @Test
  void eachPackageIsThereOnceInTheOrderOfWhoWantsIt() throws IOException {
    assertEquals(
        new WantedPackages(
            List.of("bash", "dnf5"), List.of("systemd", "dbus-broker", "tzdata", "vim", "bash")),
        wanted("41"));
  }

  @Test
  void aReleaseGetsNothingOfTheProfileThatItDoesNotHave() throws IOException {
    assertEquals(
        new WantedPackages(List.of("bash"), List.of("systemd", "vim", "dbus-broker", "bash")),
        wanted("40"));
  }

  /** The recipe names a package that release 40 does not have: it is not left out in silence. */
  private WantedPackages wanted(String release) throws IOException {
    Path file = directory.resolve("web.toml");
    Files.writeString(
        file,
        """
        [image]
        name = "web"
        [distribution]
        name = "fedora"
        release = "%s"
        [packages]
        install = ["vim", "dbus-broker", "bash"]
        """
            .formatted(release));
    Recipe recipe = new RecipeReader(profiles, Map.of()).read(file);
    DistributionProfile fedora = profiles.find("fedora").orElseThrow();
    return WantedPackages.of(recipe, fedora, List.of("tzdata"));
  }
}
