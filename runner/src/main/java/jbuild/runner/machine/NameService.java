package jbuild.runner.machine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Pipe;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.tree.Account;
import jbuild.runner.tree.UserDatabase;

/**
 * The users of a machine that stand in no file of it: its own getent(1) knows them, and nothing of
 * the machine is executed or loaded outside of one.
 */
record NameService(Launcher launcher, MachineSettings settings) {
  private static final int MOST_OUTPUT = 1 << 20;

  Optional<Account> find(String user) {
    String users = getent("passwd", user);
    Optional<Account> account = new UserDatabase(users, "").find(user);
    return account.map(found -> new UserDatabase(users, getent("group")).find(user).orElse(found));
  }

  private String getent(String... words) {
    List<String> argv = new ArrayList<>(List.of("getent"));
    argv.addAll(List.of(words));
    MachineSettings lookup =
        MachineSettings.of(settings.name(), settings.source().path(), new Payload.Program(argv))
            .with(settings.source())
            .with(settings.files())
            .with(settings.users())
            .with(settings.network())
            .with(settings.integration())
            .with(Execution.STANDARD);
    try (Pipe output = Pipe.open("the output of getent");
        Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY)) {
      Stdio stdio = new Stdio.Descriptors(nothing, output.writing(), nothing);
      try (Machine machine = launcher.start(lookup, stdio)) {
        output.stopWriting();
        byte[] bytes = Contents.read(output.reading(), MOST_OUTPUT);
        machine.await();
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }
  }
}
