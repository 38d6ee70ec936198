package jbuild.runner.machine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Pipe;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Overlay;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Source;
import jbuild.runner.settings.Users;
import jbuild.runner.tree.Account;
import jbuild.runner.tree.UserDatabase;

/**
 * The users of a machine that stand in no file of it: its own getent(1) knows them, and nothing of
 * the machine is executed or loaded outside of one.
 *
 * <p>To be used by the thread that starts the machine, whose mounts have the image.
 *
 * @param settings of the machine
 * @param tree where the thread has the image
 * @param users that the machine has of its own
 */
record NameService(
    Launcher launcher, MachineSettings settings, Path tree, Optional<OwnUsers> users) {
  private static final int MOST_OUTPUT = 1 << 20;

  Optional<Account> find(String user) {
    String users = getent("passwd", user);
    Optional<Account> account = new UserDatabase(users, "").find(user);
    return account.map(found -> new UserDatabase(users, getent("group")).find(user).orElse(found));
  }

  private String getent(String... words) {
    List<String> argv = new ArrayList<>(List.of("getent"));
    argv.addAll(List.of(words));
    try (Pipe output = Pipe.open("the output of getent");
        Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY)) {
      Stdio stdio = new Stdio.Descriptors(nothing, output.writing(), nothing);
      try (Machine machine = launcher.start(lookup(argv), stdio)) {
        output.stopWriting();
        byte[] bytes = Contents.read(output.reading(), MOST_OUTPUT);
        machine.await();
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (SyscallFailure e) {
      if (e.errno() == Errno.ENOENT && e.what().startsWith("cannot execute")) {
        return "";
      }
      throw e;
    }
  }

  /** A machine in the same tree: nothing is mounted, chosen or given away a second time. */
  private MachineSettings lookup(List<String> argv) {
    return MachineSettings.of(settings.name(), tree, new Payload.Program(argv))
        .with(Source.directory(tree))
        .with(unwritten(settings.files()))
        .with(users.map(this::sameUsers).orElse(Users.STANDARD))
        .with(settings.network())
        .with(settings.integration().keepingUnit())
        .with(Execution.STANDARD);
  }

  private Users sameUsers(OwnUsers own) {
    Users.Ownership ownership =
        own.owners().isEmpty()
            ? Users.Ownership.OFF
            : settings.users().ownership() == Users.Ownership.FOREIGN
                ? Users.Ownership.FOREIGN
                : Users.Ownership.MAP;
    return new Users(new Users.Mapping.Range(own.namespace()), ownership, Users.Bound.NOBODY);
  }

  private static FileView unwritten(FileView files) {
    List<CustomMount> mounts = new ArrayList<>();
    for (CustomMount mount : files.mounts()) {
      mounts.add(mount instanceof Overlay overlay ? withoutUpper(overlay) : mount);
    }
    return new FileView(
        true, files.volatility(), files.pivot(), mounts, files.kernel(), files.ownTmp());
  }

  /** Two overlays that write to one directory are undefined; overlayfs in the kernel's manual. */
  private static Overlay withoutUpper(Overlay overlay) {
    List<CustomMount.Origin> layers = new ArrayList<>(overlay.lower());
    overlay.upper().ifPresent(layers::add);
    return new Overlay(layers, Optional.empty(), overlay.target());
  }
}
