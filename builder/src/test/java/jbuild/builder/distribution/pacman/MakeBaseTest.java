package jbuild.builder.distribution.pacman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.toolset.Toolsets;
import org.junit.jupiter.api.Test;

class MakeBaseTest {
  private static final DistributionProfile ARCH =
      new DistributionProfiles().find("arch").orElseThrow();
  private static final Toolsets TOOLS = Toolsets.of(DebianStable.forHost(Map.of()));

  @Test
  void imagesShareABaseThatHasNothingOfTheirOwn() {
    assertEquals(
        product(Pacman.Start.BASE, List.of("vim"), List.of()),
        product(Pacman.Start.BASE, List.of(), List.of(Path.of("/srv/a-1-1-any.pkg.tar.zst"))));
  }

  @Test
  void nobodyTakesAWholeSystemForABase() {
    List<Path> files = List.of(Path.of("/srv/a-1-1-any.pkg.tar.zst"));

    assertNotEquals(
        product(Pacman.Start.BASE, List.of(), files),
        product(Pacman.Start.NOTHING, List.of(), files));
    assertNotEquals(
        product(Pacman.Start.NOTHING, List.of(), List.of()),
        product(Pacman.Start.NOTHING, List.of(), files));
  }

  private static String product(Pacman.Start start, List<String> install, List<Path> files) {
    PacmanPackages packages =
        new PacmanPackages(
            ARCH,
            ARCH.release("rolling").orElseThrow(),
            "x86_64",
            Optional.empty(),
            Optional.empty(),
            List.of("core"),
            install,
            List.of(),
            true,
            new Additions(List.of(), files));
    return new Pacman(packages, start, TOOLS, Map.of())
        .base().stream().flatMap(step -> step.product().stream()).findFirst().orElseThrow();
  }
}
