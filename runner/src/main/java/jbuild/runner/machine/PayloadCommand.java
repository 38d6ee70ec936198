package jbuild.runner.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.tree.Account;
import jbuild.runner.tree.ImageFacts;

/**
 * What execve(2) gets.
 *
 * @param paths where the program may be; the first that is one is executed
 */
record PayloadCommand(List<String> paths, List<String> argv, String directory) {
  /** Decided before the start, so that a missing init is a sentence and not a dead machine. */
  static PayloadCommand of(
      MachineSettings settings,
      ImageFacts image,
      Account account,
      Map<String, String> environment) {
    PayloadCommand command =
        settings.payload() instanceof Payload.Program program
            ? program(image, account, program.argv(), environment)
            : init(settings, image, ((Payload.Boot) settings.payload()).arguments());
    String directory = settings.execution().workingDirectory().orElse(command.directory());
    return new PayloadCommand(command.paths(), command.argv(), directory);
  }

  /** With the path where the program is; with the last one when it is nowhere. */
  PayloadCommand foundIn(ImageTree files) {
    String found = "";
    for (String path : paths) {
      found = path;
      if (isProgram(files, path)) {
        break;
      }
    }
    return new PayloadCommand(List.of(found), argv, directory);
  }

  private static boolean isProgram(ImageTree files, String path) {
    if (!files.exists(path)) {
      return false;
    }
    FileStatus status = files.status(path);
    return status.isRegular() && status.isExecutable();
  }

  String path() {
    return paths.get(0);
  }

  /** What was asked for: with a slash in it where it is, without one anywhere. */
  String name() {
    return argv.get(0).startsWith("-") ? path() : argv.get(0);
  }

  private static PayloadCommand init(
      MachineSettings settings, ImageFacts image, List<String> arguments) {
    if (image.init().isEmpty()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot boot " + settings.source().path(),
          "no init in it: neither systemd nor /sbin/init",
          "install an init (Debian: systemd-sysv), or run a program with 'run'");
    }
    String init = image.init().get();
    List<String> argv = new ArrayList<>(List.of(init));
    argv.addAll(arguments);
    return new PayloadCommand(List.of(init), argv, "/");
  }

  private static PayloadCommand program(
      ImageFacts image, Account account, List<String> argv, Map<String, String> environment) {
    if (argv.isEmpty()) {
      // A leading dash makes it a login shell.
      return image.hasBash()
          ? new PayloadCommand(List.of("/bin/bash", "/bin/sh"), List.of("-bash"), account.home())
          : new PayloadCommand(List.of("/bin/sh"), List.of("-sh"), account.home());
    }
    String name = argv.get(0);
    if (name.contains("/")) {
      return new PayloadCommand(List.of(name), argv, "/");
    }
    String path = environment.getOrDefault("PATH", PayloadEnvironment.PATH);
    List<String> paths = new ArrayList<>();
    for (String directory : path.split(":")) {
      if (!directory.isEmpty()) {
        paths.add(directory + "/" + name);
      }
    }
    return new PayloadCommand(paths, argv, "/");
  }
}
