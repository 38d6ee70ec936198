package jbuild.runner.machine;

import java.util.Map;
import jbuild.runner.Booleans;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.FileView.Volatility;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.tree.ImageDirectory;

/** What has to be in a directory before anything is written to it: any could have been named. */
final class RequiredSystem {
  private RequiredSystem() {}

  static void check(MachineSettings settings, ImageDirectory image, Map<String, String> variables) {
    String sign = settings.boots() ? "os-release" : "/usr";
    boolean there =
        settings.boots()
            ? hasRelease(image.files()) || isUnchecked(variables)
            : image.files().exists("/usr");
    if (!there) {
      throw refusal(settings, "it is not the root of a system: no " + sign);
    }
    Volatility volatility = settings.files().volatility();
    if (volatility != Volatility.YES && volatility != Volatility.STATE && image.isHost()) {
      throw refusal(settings, "it is the host's own system");
    }
  }

  private static Failure refusal(MachineSettings settings, String why) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot start a machine in " + settings.source().path(),
        why,
        "name an image, or the directory of one");
  }

  private static boolean hasRelease(ImageTree files) {
    return files.exists("/etc/os-release") || files.exists("/usr/lib/os-release");
  }

  /** As systemd-nspawn has it: whoever says so knows better what is an image. */
  private static boolean isUnchecked(Map<String, String> variables) {
    String word = variables.getOrDefault("SYSTEMD_NSPAWN_CHECK_OS_RELEASE", "yes");
    return !Booleans.find(word).orElse(true);
  }
}
