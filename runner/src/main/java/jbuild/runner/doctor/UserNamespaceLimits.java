package jbuild.runner.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.runner.linux.KernelFiles;

/**
 * What administrators and distributions switch user namespaces off with.
 *
 * @param sysctls usually /proc/sys
 */
record UserNamespaceLimits(Path sysctls) {
  /** The one switch that explains why user namespaces fail, as a command that turns it. */
  Optional<String> fix() {
    return Stream.of(
            switchedOff("user/max_user_namespaces", "0", "10000"),
            switchedOff("kernel/unprivileged_userns_clone", "0", "1"),
            switchedOff("kernel/apparmor_restrict_unprivileged_userns", "1", "0"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> switchedOff(String file, String off, String on) {
    Path path = sysctls.resolve(file);
    return Files.isReadable(path) && KernelFiles.value(path).equals(off)
        ? Optional.of("sysctl " + file.replace('/', '.') + "=" + on)
        : Optional.empty();
  }
}
