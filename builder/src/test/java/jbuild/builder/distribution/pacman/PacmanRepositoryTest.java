package jbuild.builder.distribution.pacman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.repository.PinnedKey;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class PacmanRepositoryTest {
  private static final PinnedKey KEY =
      new PinnedKey(
          "tools", "0123456789ABCDEF0123456789ABCDEF01234567", URI.create("file:///none"));

  @Test
  void namesWhoBroughtADirectoryThatIsNotThere() {
    URI address = URI.create("file:///no/$repo/$arch");
    PacmanRepository added =
        PacmanRepository.of(
            new AddedRepository("tools", address, List.of(), List.of(), KEY, false), "x86_64");
    PacmanRepository own =
        new PacmanRepository("core", URI.create("file:///gone"), "core/os/x86_64", false, false);

    Failure ofRecipe = assertThrows(Failure.class, added::requiredDirectory);
    Failure ofDistribution = assertThrows(Failure.class, own::requiredDirectory);

    assertEquals("cannot fetch from /no/tools/x86_64", ofRecipe.what());
    assertEquals("correct the address of the repository tools", ofRecipe.fix());
    assertEquals("cannot fetch from /gone", ofDistribution.what());
    assertEquals("correct distribution.mirror", ofDistribution.fix());
  }
}
