package jbuild.runner.users;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records are those that systemd-nspawn 252 writes for the same users. */
class BoundUsersTest {
  private static final UidRange RANGE = new UidRange(1027473408, 65536, List.of());

  @TempDir Path directory;
  private Path etc;
  private Path image;

  @BeforeEach
  void makeHost() throws IOException {
    etc = Files.createDirectory(directory.resolve("etc"));
    image = directory.resolve("image");
    Files.createDirectories(image.resolve("etc"));
    Files.writeString(
        etc.resolve("passwd"),
        """
        root:x:0:0:root:/root:/bin/bash
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
        ada:x:1000:2000:Ada Lovelace,,,:/home/ada:/bin/zsh
        bob:x:1001:100:Bob:/home/bob:/bin/sh
        eve:x:1003:1003::/srv/eve:
        near:x:1027473409:1004::/home/near:/bin/sh
        far:x:1005:1027538943::/home/far:/bin/sh
        odd:x::::/:
        """);
    Files.writeString(
        etc.resolve("group"),
        """
        root:x:0:
        nogroup:x:65534:
        users:x:100:
        ada:x:2000:
        eve:x:1003:ada
        near:x:1004:
        far:x:1027538943:
        """);
    Files.writeString(
        etc.resolve("shadow"),
        """
        ada:$6$a"b\\c$def:19000:0:99999:7:::
        eve::19000::::::
        """);
  }

  @Test
  void areMappedAmongTheMachinesOwn() {
    BoundUsers bound = bind(RANGE, "ada", "eve", "ada");

    assertAll(
        () ->
            assertEquals(
                """
                0 1027473408 60514
                60514 1000 1
                60515 1003 1
                60516 1027533924 5020
                """,
                bound.users().toText()),
        () ->
            assertEquals(
                """
                0 1027473408 60514
                60514 2000 1
                60515 1003 1
                60516 1027533924 5020
                """,
                bound.groups().toText()),
        () ->
            assertEquals(
                List.of(
                    new BoundUsers.Home("/home/ada", "/run/host/home/ada"),
                    new BoundUsers.Home("/srv/eve", "/run/host/home/eve")),
                bound.homes()));
  }

  @Test
  void haveRecordsAsTheOriginalWritesThem() {
    BoundUsers bound = bind(RANGE, "ada", "eve");

    assertEquals(
        """
        60514.group -> ada.group
        ada.group 644 {"groupName":"ada","gid":60514,"service":"io.systemd.NSpawn"}

        60514.user-privileged -> ada.user-privileged
        ada.user-privileged 600 {"privileged":{"hashedPassword":["$6$a\\"b\\\\c$def"]}}

        60514.user -> ada.user
        ada.user 644 {"userName":"ada","uid":60514,"gid":60514,\
        "homeDirectory":"/run/host/home/ada","service":"io.systemd.NSpawn"}

        60515.group -> eve.group
        eve.group 644 {"groupName":"eve","gid":60515,"service":"io.systemd.NSpawn"}

        60515.user -> eve.user
        eve.user 644 {"userName":"eve","uid":60515,"gid":60515,\
        "homeDirectory":"/run/host/home/eve","service":"io.systemd.NSpawn"}

        """,
        shown(bound));
  }

  @Test
  void getTheShellAndTheGroupsThatWereAskedFor() throws IOException {
    Files.delete(etc.resolve("shadow"));
    Users.Bound named =
        new Users.Bound(
            List.of("ada", "eve"),
            Optional.of(new Users.Shell(Optional.empty())),
            List.of("wheel", "wheel"));

    BoundUsers bound = bind(RANGE, named);

    assertEquals(
        """
        60514.group -> ada.group
        ada.group 644 {"groupName":"ada","gid":60514,"service":"io.systemd.NSpawn"}

        60514.user -> ada.user
        ada.user 644 {"userName":"ada","uid":60514,"gid":60514,\
        "homeDirectory":"/run/host/home/ada","service":"io.systemd.NSpawn",\
        "shell":"/bin/zsh","memberOf":["wheel"]}

        ada:wheel.membership 644\s
        60515.group -> eve.group
        eve.group 644 {"groupName":"eve","gid":60515,"service":"io.systemd.NSpawn"}

        60515.user -> eve.user
        eve.user 644 {"userName":"eve","uid":60515,"gid":60515,\
        "homeDirectory":"/run/host/home/eve","service":"io.systemd.NSpawn",\
        "memberOf":["wheel"]}

        eve:wheel.membership 644\s
        """,
        shown(bound));
  }

  @Test
  void getNumbersThatTheImageHasNotGivenAway() throws IOException {
    Files.writeString(image.resolve("etc/passwd"), "other:x:60514:60514::/:\nbad\n");
    Files.writeString(image.resolve("etc/group"), "else:x:60515:\n");

    assertEquals(
        """
        0 1027473408 60516
        60516 1000 1
        60517 1027533925 5019
        """,
        bind(RANGE, "ada").users().toText());
  }

  @Test
  void needRoomInTheRange() {
    UidRange enough = new UidRange(131072, 60515, List.of());
    UidRange small = new UidRange(131072, 60514, List.of());

    assertEquals("0 131072 60514\n60514 1000 1\n", bind(enough, "ada").users().toText());
    Failure failure = assertThrows(Failure.class, () -> bind(small, "ada"));
    assertEquals("of the users 60514 to 60577 no other is free in the machine", failure.why());
    assertEquals("--bind-user= requires --private-users", BoundUsers.needsPrivateUsers().why());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "root; Mapping 'root' user not supported, sorry.",
        "nobody; Mapping 'nobody' user not supported, sorry.",
        "bob; Sorry, mapping users without private groups is currently not supported.",
        "near; user 1027473409 is one of the machine's already",
        "far; group 1027538943 is one of the machine's already",
        "odd; the user has no number in",
        "zoe; there is no such user in",
        "1000; that is no name of a user",
        "..; that is no name of a user",
        "``; that is no name of a user",
        "a/b; that is no name of a user"
      })
  void areRefusedWhenTheyCannotBeBound(String name, String why) {
    Failure failure = assertThrows(Failure.class, () -> bind(RANGE, name));

    assertEquals("cannot use --bind-user=" + name, failure.what());
    assertEquals(why, failure.why().replaceFirst("(?<= in) .*/passwd$", ""));
  }

  @Test
  void areRefusedWhenTheImageHasSuchNames() throws IOException {
    Files.writeString(image.resolve("etc/passwd"), "ada:x:5:5::/:\n");
    Files.writeString(image.resolve("etc/group"), "eve:x:6:\n");

    assertAll(
        () ->
            assertEquals(
                "Sorry, the user 'ada' already exists in the image.",
                assertThrows(Failure.class, () -> bind(RANGE, "ada")).why()),
        () ->
            assertEquals(
                "Sorry, the group 'eve' already exists in the image.",
                assertThrows(Failure.class, () -> bind(RANGE, "eve")).why()));
  }

  @Test
  void areNoMembersOfWhatIsNoGroup() {
    Users.Bound named = new Users.Bound(List.of("ada"), Optional.empty(), List.of("../x"));

    Failure failure = assertThrows(Failure.class, () -> bind(RANGE, named));

    assertEquals("cannot use --bind-user-group=../x", failure.what());
  }

  private BoundUsers bind(UidRange range, String... names) {
    return bind(range, new Users.Bound(List.of(names), Optional.empty(), List.of()));
  }

  private BoundUsers bind(UidRange range, Users.Bound named) {
    try (ImageTree tree = ImageTree.open(image)) {
      return BoundUsers.of(etc, named, tree, range);
    }
  }

  private static String shown(BoundUsers bound) {
    List<String> lines = new ArrayList<>();
    for (UserdbEntry entry : bound.records()) {
      lines.add(
          entry instanceof UserdbEntry.File file
              ? "%s %o %s".formatted(file.name(), file.mode(), file.text())
              : entry.name() + " -> " + ((UserdbEntry.Link) entry).target());
    }
    return String.join("\n", lines) + "\n";
  }
}
