package jbuild.builder.distribution.rpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.repository.PinnedKey;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpmRepositoryTest {
  private static final PinnedKey KEY =
      new PinnedKey(
          "tools", "0123456789ABCDEF0123456789ABCDEF01234567", URI.create("file:///none"));

  @TempDir Path directory;

  @Test
  void namesWhoBroughtADirectoryThatIsNotThereOrHasNoIndex() {
    URI gone = directory.resolve("gone").toUri();

    Failure missing = failure(added(gone));
    Failure empty = failure(added(directory.toUri()));
    Failure ofDistribution = failure(new RpmRepository("os", gone, false));

    assertEquals("there is no such directory", missing.why());
    assertEquals("correct the address of the repository tools", missing.fix());
    assertEquals("it has no index of packages: repodata/repomd.xml", empty.why());
    assertEquals("correct the address of the repository tools", empty.fix());
    assertEquals("correct distribution.mirror or distribution.release", ofDistribution.fix());
  }

  private static Failure failure(RpmRepository repository) {
    return assertThrows(Failure.class, repository::requiredDirectory);
  }

  private static RpmRepository added(URI address) {
    return RpmRepository.of(
        new AddedRepository("tools", address, List.of(), List.of(), KEY, false));
  }
}
