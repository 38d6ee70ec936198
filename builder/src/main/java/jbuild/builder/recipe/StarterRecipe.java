package jbuild.builder.recipe;

import java.util.Locale;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.Release;

/** The recipe to begin with: the least system of a distribution that boots to a login. */
record StarterRecipe(DistributionProfile profile, Release release) {
  /** As TOML, with comments that say what else there is. */
  String text() {
    return """
        # %1$s %2$s, as small as it can be. 'jbuild boot' with the name of this file starts it.

        [image]
        # The image and its outputs are called so.
        name = "%3$s"
        # Also "tar.zst", "raw" and others: see docs/outputs.md.
        outputs = ["directory"]

        [distribution]
        name = "%1$s"
        release = "%2$s"
        # In place of the distribution's own:
        # mirror = "https://mirror.example/%1$s"

        [packages]
        # Installed on top of the base system.
        install = []

        [system]
        hostname = "%1$s"
        timezone = "UTC"
        locale = "C.UTF-8"
        # Root logs in without a password; "locked" when nobody shall.
        root-password = "empty"

        # [services]
        # enable = ["ssh.service"]

        # [[files]]
        # path = "/etc/motd"
        # content = "Hello.\\n"

        # [[scripts]]
        # phase = "after-packages"
        # run = "echo this runs in the image"
        """
        .formatted(profile.name(), release.name(), imageName());
  }

  private String imageName() {
    String words = profile.name() + "-" + release.name();
    return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
