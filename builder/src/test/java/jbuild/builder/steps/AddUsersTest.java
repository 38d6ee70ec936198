package jbuild.builder.steps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Password;
import jbuild.builder.recipe.Sudo;
import jbuild.builder.recipe.User;
import jbuild.builder.recipe.UserGroup;
import jbuild.builder.recipe.UserSettings;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.FileStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class AddUsersTest {
  private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8 ada@example";

  private final List<Command> commands = new ArrayList<>();

  @TempDir Path directory;
  private ImageTree tree;
  private Workspace workspace;

  @BeforeEach
  void makeAnImage() throws IOException {
    tree = ImageTree.open(Files.createDirectory(directory.resolve("root")));
    workspace =
        new Workspace(
            directory, directory, (command, lines) -> commands.add(command), Progress.SILENT);
    write("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nmail:x:999:8::/:/bin/false\n", 0644);
    write("/etc/group", "root:x:0:\naudio:x:29:pulse\nada:x:70:\nstaff:x:1000:\n", 0644);
    write("/etc/shadow", "root:*:::::::\n", 0640);
    write("/etc/gshadow", "root:*::\naudio:!::pulse\n", 0640);
    write("/etc/skel/.profile", "umask 022\n", 0600);
  }

  @AfterEach
  void removeTheImage() {
    tree.close();
    Trees.remove(workspace.root());
  }

  @Test
  void aUserHasAllThatSomebodyNeedsToLogIn() {
    write("/bin/bash", "", 0755);

    add(
        new User(
            "bob",
            OptionalInt.empty(),
            false,
            Optional.of("Bob B."),
            List.of("audio", "web"),
            Optional.empty(),
            Optional.empty(),
            new Password.Hashed("$6$salt$hash"),
            List.of(KEY),
            Sudo.WITHOUT_PASSWORD));

    FileStatus home = tree.status("/home/bob");
    FileStatus keys = tree.status("/home/bob/.ssh/authorized_keys");
    assertAll(
        () -> assertEquals("bob:x:1000:1001:Bob B.:/home/bob:/bin/bash", last("/etc/passwd")),
        () -> assertEquals("bob:$6$salt$hash:::::::", last("/etc/shadow")),
        () -> assertEquals("bob:x:1001:", last("/etc/group")),
        () -> assertEquals("bob:!::", last("/etc/gshadow")),
        () -> assertEquals("audio:x:29:pulse,bob", line("/etc/group", "audio")),
        () -> assertEquals("audio:!::pulse,bob", line("/etc/gshadow", "audio")),
        () -> assertEquals("web:x:1002:bob", line("/etc/group", "web")),
        () -> assertEquals(List.of(0700, 1000L), List.of(home.mode(), home.uid())),
        () -> assertEquals(List.of(0600, 1000L), List.of(keys.mode(), keys.uid())),
        () -> assertEquals(KEY + "\n", text("/home/bob/.ssh/authorized_keys")),
        () -> assertEquals("umask 022\n", text("/home/bob/.profile")),
        () -> assertEquals("bob ALL=(ALL:ALL) NOPASSWD: ALL\n", text("/etc/sudoers.d/bob")),
        () -> assertEquals(0440, tree.status("/etc/sudoers.d/bob").mode()),
        () -> assertEquals(0640, tree.status("/etc/shadow").mode()));
  }

  @Test
  void aServiceHasANumberBelowAThousandAndNothingElse() {
    add(user("svc", OptionalInt.empty(), true, new Password.Locked()));

    assertAll(
        () -> assertEquals("svc:x:998:998::/:/usr/sbin/nologin", last("/etc/passwd")),
        () -> assertEquals("svc:*:::::::", last("/etc/shadow")),
        () -> assertFalse(tree.exists("/home")));
  }

  @Test
  void whoIsThereAlreadyKeepsNumberAndDirectory() {
    add(user("mail", OptionalInt.of(999), false, new Password.Empty()));

    assertAll(
        () -> assertEquals("mail:x:999:8::/:/bin/false", last("/etc/passwd")),
        () -> assertEquals(2, text("/etc/passwd").lines().count()));
  }

  @Test
  void passwordsReachTheImagesProgramOnItsInputOnly() {
    AddUsers step =
        new AddUsers(
            new UserSettings(
                List.of(
                    user("bob", OptionalInt.empty(), false, new Password.FromEnvironment("PW"))),
                List.of()),
            Map.of("PW", "correct horse"));

    step.run(workspace);

    assertAll(
        () -> assertEquals(List.of("chpasswd"), commands.get(0).argv()),
        () -> assertEquals("bob:correct horse\n", commands.get(0).input()),
        () -> assertFalse(step.toString().contains("correct")),
        () -> assertEquals("add bob", step.name()));
  }

  @Test
  void anUnsetVariableIsNoPassword() {
    assertProblem(
        user("bob", OptionalInt.empty(), false, new Password.FromEnvironment("PW")),
        "cannot set the bob password",
        "the variable PW is empty, longer than 1023 characters, or has control characters");
  }

  @Test
  void aNumberThatSomebodyHasIsRefused() {
    assertProblem(
        user("bob", OptionalInt.of(999), false, new Password.Locked()),
        "cannot give the number 999 to the user bob",
        "the image has given it to mail");
  }

  @Test
  void whoWantsANumberHasItBeforeOthersTakeIt() {
    User any = user("any", OptionalInt.empty(), false, new Password.Locked());
    User first = user("first", OptionalInt.of(1000), false, new Password.Locked());

    new AddUsers(new UserSettings(List.of(any, first), List.of()), Map.of()).run(workspace);

    assertAll(
        () -> assertEquals("first:x:1000:", line("/etc/passwd", "first").substring(0, 13)),
        () -> assertEquals("any:x:1001:", line("/etc/passwd", "any").substring(0, 11)));
  }

  @Test
  void aGroupTakesNoNumberThatAUserWantsForBoth() {
    User any = member("any", "team", "ada2");
    User staff = user("one", OptionalInt.of(1000), false, new Password.Locked());
    User next = user("ada2", OptionalInt.of(1001), false, new Password.Locked());
    UserGroup team = new UserGroup("team", OptionalInt.empty(), false);

    new AddUsers(new UserSettings(List.of(any, staff, next), List.of(team)), Map.of())
        .run(workspace);

    // The image has given the group 1000 away, to staff.
    assertAll(
        () -> assertEquals("team:x:1002:any", line("/etc/group", "team")),
        () -> assertEquals("one:x:1003:", line("/etc/group", "one")),
        () -> assertEquals("ada2:x:1001:any", line("/etc/group", "ada2")),
        () -> assertEquals("ada2:x:1001:1001:", line("/etc/passwd", "ada2").substring(0, 17)),
        () -> assertEquals("any:x:1002:1004:", line("/etc/passwd", "any").substring(0, 16)));
  }

  @Test
  void aPackagesNumberIsNotChanged() {
    assertProblem(
        user("mail", OptionalInt.of(1234), false, new Password.Locked()),
        "cannot give the number 1234 to the user mail",
        "a package has made it with the number 999");
  }

  private void assertProblem(User user, String what, String why) {
    Failure failure = assertThrows(Failure.class, () -> add(user));
    assertEquals(what, failure.what());
    assertEquals(why, failure.why());
  }

  private void add(User user) {
    List<UserGroup> groups = List.of(new UserGroup("web", OptionalInt.of(1002), false));
    new AddUsers(new UserSettings(List.of(user), groups), Map.of()).run(workspace);
  }

  private static User member(String name, String... groups) {
    return new User(
        name,
        OptionalInt.empty(),
        false,
        Optional.empty(),
        List.of(groups),
        Optional.empty(),
        Optional.empty(),
        new Password.Locked(),
        List.of(),
        Sudo.NO);
  }

  private static User user(String name, OptionalInt uid, boolean system, Password password) {
    return new User(
        name,
        uid,
        system,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        password,
        List.of(),
        Sudo.NO);
  }

  private void write(String path, String text, int mode) {
    tree.write(path, text.getBytes(UTF_8), mode, 0, 0);
  }

  private String last(String path) {
    return text(path).lines().reduce((before, line) -> line).orElse("");
  }

  private String line(String path, String name) {
    return text(path).lines().filter(line -> line.startsWith(name + ":")).findFirst().orElse("");
  }

  private String text(String path) {
    return new String(tree.read(path, 4096).orElseThrow(), UTF_8);
  }
}
