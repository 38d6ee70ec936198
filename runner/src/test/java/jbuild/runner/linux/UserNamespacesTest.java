package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.linux.IdMap.Extent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class UserNamespacesTest {
  @TempDir Path directory;

  @Test
  void mapUsersAndGroupsApartAndInPieces() throws Exception {
    IdMap users =
        new IdMap(
            List.of(
                new Extent(0, 524288, 60514),
                new Extent(60514, 1000, 1),
                new Extent(60515, 584803, 5021)));
    IdMap groups = new IdMap(List.of(new Extent(0, 524288, 60514), new Extent(60514, 2000, 1)));
    Files.createFile(directory.resolve("file"));

    try (Fd root = Descriptors.onHost(BytePath.of(directory.toString()));
        Fd namespace = UserNamespaces.mapped(users, groups);
        Fd mount = Mounts.copy(root)) {
      Mounts.mapOwners(mount, namespace);
      try (Fd file = Descriptors.child(root, BytePath.of("file"), Descriptors.O_PATH);
          Fd shown = Descriptors.child(mount, BytePath.of("file"), Descriptors.O_PATH)) {
        Attributes.setOwner(file, 60514, 60514);
        assertEquals(1000, FileStatus.of(shown).uid());
        assertEquals(2000, FileStatus.of(shown).gid());
        Attributes.setOwner(file, 60515, 60513);
        assertEquals(584803, FileStatus.of(shown).uid());
        assertEquals(584801, FileStatus.of(shown).gid());
      }
    }
  }
}
