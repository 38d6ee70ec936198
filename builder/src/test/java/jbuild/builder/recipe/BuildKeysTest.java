package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildKeysTest {
  private static final String START =
      """
      image.name = "web"
      distribution = {name = "debian", release = "trixie"}
      """;

  @TempDir Path directory;

  @BeforeEach
  void makeSources() throws IOException {
    Files.createDirectory(directory.resolve("app"));
    Files.createDirectory(directory.resolve("lib"));
    Files.writeString(directory.resolve("build.sh"), "#!/bin/sh\n");
  }

  @Test
  void aRecipeBuildsNothingUnlessItSaysSo() throws IOException {
    assertEquals(Optional.empty(), read(START).build());
  }

  @Test
  void readsEveryKey() throws IOException {
    assertEquals(
        new BuildSettings(
            List.of("gcc"),
            List.of(
                new BuildSource(directory.resolve("app"), "app", false),
                new BuildSource(directory.resolve("lib"), "third/lib", true)),
            new BuildSettings.Program.File(directory.resolve("build.sh")),
            List.of("CFLAGS=-O2"),
            true,
            true,
            Duration.ofMinutes(5)),
        read(START
                + """
                [build]
                packages = ["gcc"]
                sources = [
                  {path = "app", target = "app"},
                  {path = "lib", target = "third/lib", writable = true},
                ]
                script = "build.sh"
                environment = ["CFLAGS=-O2"]
                network = true
                incremental = true
                time-limit = "5m"
                """)
            .build()
            .orElseThrow());
  }

  @Test
  void fillsInWhatTheUserLeftOut() throws IOException {
    assertEquals(
        new BuildSettings(
            List.of(),
            List.of(new BuildSource(directory.resolve("app"), ".", false)),
            new BuildSettings.Program.Commands("make ${HOME}"),
            List.of(),
            false,
            false,
            Duration.ofHours(2)),
        read(START + "[build]\nsources = ['app']\nrun = 'make ${HOME}'\n").build().orElseThrow());
  }

  private Recipe read(String text) throws IOException {
    return new RecipeReader(new DistributionProfiles())
        .read(Files.writeString(directory.resolve("web.toml"), text));
  }
}
