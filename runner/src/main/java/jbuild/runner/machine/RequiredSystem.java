package jbuild.runner.machine;

import java.nio.file.Files;
import java.nio.file.Path;
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
    if (!isSystem(settings, image.files(), variables)) {
      throw refusal(settings, notSystem(settings));
    }
    Volatility volatility = settings.files().volatility();
    if (volatility != Volatility.YES && volatility != Volatility.STATE && image.isHost()) {
      throw refusal(settings, "it is the host's own system");
    }
  }

  /** What is to become the machine's image: a copy of anything else would be of no use. */
  static void checkTemplate(
      MachineSettings settings, Path template, Map<String, String> variables) {
    if (!Files.isDirectory(template)) {
      throw unusable(template, "it is no directory");
    }
    try (ImageDirectory image = ImageDirectory.open(template, settings.files())) {
      if (!isSystem(settings, image.files(), variables)) {
        throw unusable(template, notSystem(settings));
      }
    }
  }

  private static Failure unusable(Path template, String why) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot copy the template " + template,
        why,
        "name the root directory of a system");
  }

  private static boolean isSystem(
      MachineSettings settings, ImageTree files, Map<String, String> variables) {
    return settings.boots() ? hasRelease(files) || isUnchecked(variables) : files.exists("/usr");
  }

  private static String notSystem(MachineSettings settings) {
    return "it is not the root of a system: no " + (settings.boots() ? "os-release" : "/usr");
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
