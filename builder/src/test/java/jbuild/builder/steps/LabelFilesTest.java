package jbuild.builder.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Labels;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Selinux;
import jbuild.builder.toolset.NoPackages;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class LabelFilesTest {
  private static final String CONTEXTS = "etc/selinux/tiny/contexts/files/file_contexts";

  private final List<Command> commands = new ArrayList<>();
  @TempDir Path directory;
  private Path root;
  private Workspace workspace;
  private Toolsets tools;

  @BeforeEach
  void makeTrees() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    Path program = directory.resolve("host/usr/sbin/setfiles");
    Files.createDirectories(program.getParent());
    Files.createFile(
        program,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    tools = new Toolsets(new ProgramTree(directory.resolve("host")), new NoPackages());
    workspace =
        new Workspace(
            directory, directory, (command, lines) -> commands.add(command), Progress.SILENT);
  }

  @Test
  void asksThePolicyThatTheImageNames() throws IOException {
    policy("# a comment\nSELINUX=enforcing\nSELINUXTYPE=tiny\n");

    run(Selinux.AUTO);

    assertEquals(
        List.of(
            List.of(
                "setfiles",
                "-F",
                "-m",
                "-r",
                "/run/jbuild/target",
                "/run/jbuild/contexts/file_contexts",
                "/run/jbuild/target")),
        commands.stream().map(Command::argv).toList());
    assertTrue(new Labels(workspace).areOwn());
  }

  @Test
  void leavesAnImageWithoutAPolicyAlone() {
    run(Selinux.AUTO);

    assertEquals(List.of(), commands);
    assertFalse(new Labels(workspace).areOwn());
  }

  @Test
  void leavesAnImageAloneThatHasSwitchedItOff() throws IOException {
    policy("SELINUX=disabled\nSELINUXTYPE=tiny\n");

    run(Selinux.AUTO);

    assertEquals(List.of(), commands);
  }

  @Test
  void followsNoNameThatLeadsElsewhere() throws IOException {
    policy("SELINUXTYPE=../selinux/tiny\n");

    run(Selinux.AUTO);

    assertEquals(List.of(), commands);
  }

  @Test
  void failsWithoutAPolicyWhereLabelsAreRequired() {
    Failure failure = assertThrows(Failure.class, () -> run(Selinux.LABEL));

    assertEquals("cannot label the files of the image", failure.what());
    assertEquals("it has no policy of SELinux that /etc/selinux/config names", failure.why());
  }

  @Test
  void leavesTheLabelsToTheFirstStart() throws IOException {
    policy("SELINUXTYPE=tiny\n");

    run(Selinux.RELABEL_AT_BOOT);

    assertEquals(List.of(), commands);
    assertTrue(Files.exists(root.resolve(".autorelabel")));
  }

  @Test
  void theProgramIsGivenCopiesSoThatNoLinkLeadsItOutOfTheImage() throws IOException {
    policy("SELINUXTYPE=tiny\n");
    Path victim = Files.writeString(directory.resolve("victim"), "of the host");
    Files.createSymbolicLink(root.resolve(CONTEXTS + ".local"), victim);
    Files.writeString(root.resolve(CONTEXTS + ".homedirs"), "/home system_u:object_r:home_t:s0\n");

    run(Selinux.LABEL);

    Command.Bind copies = commands.get(0).binds().get(0);
    assertEquals("/run/jbuild/contexts", copies.target());
    assertTrue(copies.readOnly());
    assertEquals(
        "/.* system_u:object_r:default_t:s0\n",
        Files.readString(copies.source().resolve("file_contexts")));
    assertTrue(Files.exists(copies.source().resolve("file_contexts.homedirs")));
    assertFalse(Files.exists(copies.source().resolve("file_contexts.local")));
  }

  private void run(Selinux wish) {
    new LabelFiles(wish, tools).run(workspace);
  }

  private void policy(String configuration) throws IOException {
    Files.createDirectories(root.resolve(CONTEXTS).getParent());
    Files.writeString(root.resolve(CONTEXTS), "/.* system_u:object_r:default_t:s0\n");
    Files.writeString(root.resolve("etc/selinux/config"), configuration);
  }
}
