package jbuild.runner.resources;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.DeviceFilter;
import jbuild.runner.linux.DeviceRule;

/** Lets the processes of a group use these devices and no others. */
record DeviceLimit(List<DeviceRule> rules) {

  /**
   * For a group of the devices controller of version 1, which must not have groups below yet.
   *
   * <p>Where the group above allows less, the machine too is allowed less.
   */
  void applyByController(Path group) {
    try {
      Files.writeString(group.resolve("devices.deny"), "a", StandardOpenOption.WRITE);
      try (OutputStream allow =
          Files.newOutputStream(group.resolve("devices.allow"), StandardOpenOption.WRITE)) {
        for (DeviceRule rule : rules) {
          allow(allow, rule);
        }
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot limit the devices of " + group,
          Reasons.of(e),
          "run as root; in a container, give it a cgroup file system that can be written",
          List.of(),
          e);
    }
  }

  // The kernel takes one rule per call.
  private static void allow(OutputStream file, DeviceRule rule) {
    try {
      file.write(rule.line().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The group above does not allow it: the machine goes without.
      return;
    }
  }

  /** For a group of version 2. */
  void applyByProgram(Path group) {
    new DeviceFilter(rules).attach(group);
  }
}
