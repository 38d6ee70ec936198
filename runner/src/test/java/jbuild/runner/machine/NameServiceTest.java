package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import jbuild.runner.Failure;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Users;
import jbuild.runner.settings.Users.Bound;
import jbuild.runner.settings.Users.Mapping;
import jbuild.runner.settings.Users.Ownership;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users whom only the programs of a machine know. */
@Tag("root")
class NameServiceTest {
  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  private UnaryOperator<MachineSettings> asEve(CustomMount... mounts) {
    Execution execution =
        new Execution(
            Map.of(),
            Optional.empty(),
            Optional.of("eve"),
            OptionalInt.empty(),
            false,
            false,
            Optional.empty(),
            List.of(),
            OptionalInt.empty(),
            Set.of());
    return plain -> plain.with(execution).with(FileView.with(List.of(mounts)));
  }

  private CustomMount getent() throws IOException {
    Path program = Files.createDirectories(directory.resolve("programs")).resolve("getent");
    Files.writeString(program, "#!/bin/sh\n[ \"$2\" = eve ] && echo eve:x:2000:2000::/:/bin/sh\n");
    program.toFile().setExecutable(true, false);
    return CustomMount.Bind.of(program.getParent(), "/usr/local/sbin", true);
  }

  @Test
  void askingDoesNotGiveTheFilesToOtherUsersThanTheMachines() throws IOException {
    Users picked = new Users(new Mapping.Pick(), Ownership.CHOWN, Bound.NOBODY);
    UnaryOperator<MachineSettings> eve = asEve(SmallImage.USR, getent());

    Result result =
        image.run(
            runtime,
            plain -> eve.apply(plain).with(Network.LOOPBACK).with(picked),
            "id -u; stat -c %u /etc; set -- $(cat /proc/self/uid_map); echo $2");

    assertEquals(
        List.of(
            "2000", "0", Files.getAttribute(image.root().resolve("etc"), "unix:uid").toString()),
        result.lines());
  }

  @Test
  void aMachineWithoutAnythingToAskKnowsNobodyElse() {
    Failure failure = assertThrows(Failure.class, () -> image.run(runtime, asEve(), "echo"));

    assertEquals("cannot run as the user eve", failure.what());
  }
}
