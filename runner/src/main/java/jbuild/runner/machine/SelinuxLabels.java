package jbuild.runner.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Privileges.Selinux;

/** Labels for a machine, which mean something only where the kernel has a policy for them. */
final class SelinuxLabels {
  private SelinuxLabels() {}

  /**
   * Returns when the machine can have the labels that it is to have.
   *
   * @param kernel where the kernel shows its policy, usually /sys/fs/selinux
   */
  static void check(MachineSettings settings, Path kernel) {
    Selinux labels = settings.privileges().selinux();
    if ((labels.process().isPresent() || labels.files().isPresent()) && !Files.exists(kernel)) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot start the machine " + settings.name(),
          "it is to have an SELinux context, and the kernel has no SELinux policy",
          "leave out --selinux-context= and --selinux-apifs-context=, or load a policy");
    }
  }
}
